/** Hands the person a file, as if they had followed a link to it. */
export function saveFile(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser takes the file when the link is followed, not later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
