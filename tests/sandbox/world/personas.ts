/** Who can be played on the host page. A stranger is not signed in: no id, no token. */
type Persona = { key: string; label: string; userId: string | null };

export type Personas = readonly Persona[];
