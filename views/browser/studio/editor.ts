// What the studio asks of an editor, whatever kind of file it edits.

export interface Finding { severity: 'error' | 'warning'; file: string; element?: string; rule: string; message: string }
/** A cloud element template; `metadata.choices` says which list fills which of its dropdowns. */
export interface Template { id: string; name: string; metadata?: { choices?: Record<string, string> }; properties: any[]; [more: string]: unknown }
export interface File { name: string; content: string }

/** What exists around the draft, for pickers and suggestions: the answer of GET /studio/catalogue as it came. */
export interface Around {
  /** Element templates of the BPMN editor. */
  templates?: Template[];
  /** Procedures in force or drawn: those that can be called. */
  procedures: { id: string; name: string }[];
  /** Decisions that can be asked: those of the draft and those in force. */
  decisions: { id: string; name: string }[];
  /** Roles that a post may have, and departments by the suffix that they bear on every level. */
  roles: { id: string; name: string }[];
  departments: { id: string; name: string }[];
  /** What a field of a form can be of the registers. */
  facts: { id: string; name: string }[];
  /** Job types that have a worker, with the business errors of each. */
  jobs: Record<string, string[]>;
}

export interface EditorContext {
  procedure: string;
  readOnly: boolean;
  /** To be called after each change that a person made. */
  changed(): void;
  /** All files of the draft as they stand, unsaved changes included. */
  files(): File[];
  around(): Around;
  /** Opens another file of the draft at one of its elements. */
  go(place: { file: string; element?: string }): void;
}

export interface FileEditor {
  /** The content as it stands. */
  read(): Promise<string>;
  /** Shows an element of the file and brings it into view. */
  select(element: string): void;
  /** Marks what the check has found in this file. */
  mark(findings: Finding[]): void;
  destroy(): void;
}

export type OpenEditor = (host: HTMLElement, content: string, context: EditorContext) => Promise<FileEditor>;
