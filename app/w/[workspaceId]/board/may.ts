/** What the viewer's role lets them do: no button is shown that would be refused. */
export type May = { run: boolean; schedule: boolean; remove: boolean };
