/** The same sentences in another language: none missing, none that English does not have. */
export type WordsOf<English> = { readonly [Name in keyof English]: string };
