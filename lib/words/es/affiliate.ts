import type { affiliate as english } from "../en/affiliate.ts";
import type { WordsOf } from "../words-of.ts";

export const affiliate: WordsOf<typeof english> = {
  noPlan: "Aún no hay ningún plan de comisiones. Crea uno primero.",
  planArchived: "El plan «{name}» está archivado. Elige otro.",
  notApproved: "Solo quien ha sido aprobado tiene un plan. Aprueba la solicitud.",
  thisPlanArchived: "Este plan está archivado. Crea uno nuevo.",
  notWaiting:
    "Esta solicitud no espera una decisión: {status, select, applied {está pendiente} active {está aprobada} suspended {está suspendida} declined {está rechazada} other {{status}}}.",
  approved:
    "Este afiliado ya se aprobó y está {status, select, applied {pendiente de decisión} active {activo} suspended {suspendido} declined {rechazado} other {{status}}}.",
  closed: "Esta comunidad no admite solicitudes por ahora.",
  declined: "Tu solicitud se rechazó. El equipo de la comunidad puede cambiarlo.",
  suspended: "Estás suspendido como afiliado. Pregunta al equipo de la comunidad.",
  nameTaken: "Ya hay un plan llamado «{name}». Elige otro nombre.",
  mostPlans: "Ya hay {count} planes. Archiva uno primero.",
  resume: "Este afiliado está suspendido. Reactívalo.",
  changed:
    "Este afiliado está {status, select, applied {pendiente de decisión} active {activo} suspended {suspendido} declined {rechazado} other {{status}}}, no {expected, select, active {activo} suspended {suspendido} other {{expected}}}. Recarga para ver por quién.",
};
