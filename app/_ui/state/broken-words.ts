/** Beside the catalog, because they are said when the catalog may not have arrived. */
export const brokenWords = {
  en: {
    title: "Something went wrong on our side",
    text: "Nothing you did caused it, and nothing you had is lost. Try again; if it stays so, quote the number below.",
    retry: "Try again",
    reference: "Request",
  },
  es: {
    title: "Algo ha fallado por nuestra parte",
    text: "No ha sido culpa tuya y no has perdido nada. Vuelve a intentarlo; si sigue igual, indica el número de abajo.",
    retry: "Reintentar",
    reference: "Solicitud",
  },
} as const;
