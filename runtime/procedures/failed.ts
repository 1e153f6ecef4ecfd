// Why a command could not be carried out, in one sentence for whoever typed it.
export class CommandFailed extends Error {}
