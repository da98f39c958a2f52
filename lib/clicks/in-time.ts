/** The answer, which never fails, or what stands for it when it takes longer than somebody is kept waiting. */
export function inTime<T>(answer: Promise<T>, ms: number, otherwise: T): Promise<T> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(otherwise), ms);
    void answer.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
