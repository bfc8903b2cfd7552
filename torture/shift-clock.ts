// For `node --import`: a process whose wall clock is wrong, as if its machine's were. CLOCK_SHIFTS says by how much
// from when on, in milliseconds: `0:3600000,5000:-3600000` is an hour ahead, and after five seconds an hour behind.
const shifts = (process.env.CLOCK_SHIFTS ?? "0:0").split(",").map((part) => {
  const [fromMs = 0, byMs = 0] = part.split(":").map(Number);
  return { fromMs, byMs };
});
const real = Date;

function wrongNow(): number {
  return real.now() + (shifts.findLast(({ fromMs }) => performance.now() >= fromMs)?.byMs ?? 0);
}

globalThis.Date = new Proxy(real, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [wrongNow()] : args, made),
  get: (target, key) => (key === "now" ? wrongNow : Reflect.get(target, key)),
});
