/**
 * Group commit: callers that come while `work` runs for a key share its next turn, not the running one, which may
 * have begun before what they did. At most two turns exist per key, however many callers wait.
 */
export function shareInFlight(work: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const turns = new Map<string, { running: Promise<void>; next?: Promise<void> }>();

  function start(key: string): Promise<void> {
    const running = work(key);
    const turn: { running: Promise<void>; next?: Promise<void> } = { running };
    turns.set(key, turn);
    const ended = () => {
      if (!turn.next) turns.delete(key);
    };
    running.then(ended, ended);
    return running;
  }

  return (key) => {
    const turn = turns.get(key);
    if (!turn) return start(key);
    turn.next ??= turn.running.then(
      () => start(key),
      () => start(key),
    );
    return turn.next;
  };
}
