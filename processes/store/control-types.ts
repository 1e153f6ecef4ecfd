// What the store keeps for the control room: figures computed from the read model, and work that goes on in the background.

/** Figures that something changed under: they are computed anew. `marks` grows with each change, so that one that comes while they are computed is not lost. */
export interface StaleFigures { _id: string; kind: string; cell: string; marks: number }
