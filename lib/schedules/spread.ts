import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { readCron } from "./cron.ts";
import { readGroups } from "./firing.ts";
import { type CronGroup, eachGroup } from "./forecast.ts";
import { addLoad, hoursOf, minutesPerQuarter } from "./planned-minutes.ts";
import { type Spreadable, spreadMinutes } from "./spread-minutes.ts";
import type { leftBecause, SpreadAnswer } from "./spread-schemas.ts";
import { mostGroups } from "./summary.ts";

const quartersPerWeek = 7 * 96;
const hourMs = 3_600_000;

type Row = {
  connector_id: string;
  name: string;
  type: string;
  value: string | null;
  timezone: string;
  state: string;
};
type Left = (typeof leftBecause)[number];

/**
 * Proposes calmer minutes for schedules that run once in an hour, by what the whole workspace plans for the week
 * ahead: hours, days and zones stay. It changes nothing; `change_schedules` takes what it proposes.
 */
export async function proposeSpread(
  ctx: Context,
  { connector_ids: ids }: { connector_ids: string[] },
): Promise<SpreadAnswer> {
  assertAllowed(ctx, "schedules.read");
  const named = [...new Set(ids)];
  const { rows, groups } = await withTransaction(ctx, async (trx) => ({
    rows: await readSchedules(ctx, trx, named),
    groups: await readGroups(ctx, trx, mostGroups),
  }));
  const stretch = { fromMs: Math.ceil(ctx.now().getTime() / hourMs) * hourMs, count: quartersPerWeek };
  const load = new Float64Array(stretch.count * minutesPerQuarter);
  await eachGroup(groups, stretch, ({ schedules }, fields, quarters) =>
    addLoad(load, schedules, fields, quarters),
  );
  const before = tell(load);
  const movable = await readMovable(rows.values(), stretch);
  const proposed = spreadMinutes(
    [...movable.values()].filter((one) => typeof one !== "string"),
    load,
  );
  const items = named.map((id) => item(id, rows.get(id), movable.get(id), proposed.get(id)));
  return { items, before, after: tell(load) };
}

async function readSchedules({ workspaceId }: Context, trx: Db, ids: string[]): Promise<Map<string, Row>> {
  const rows = await trx
    .selectFrom("schedules as s")
    .innerJoin("connectors as c", (join) =>
      join.onRef("c.workspace_id", "=", "s.workspace_id").onRef("c.id", "=", "s.connector_id"),
    )
    .select(["s.connector_id", "c.name", "s.type", "s.value", "s.timezone", "s.state"])
    .where("s.workspace_id", "=", workspaceId)
    .where("s.connector_id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.connector_id, row]));
}

/** What can move to another minute, or why it can't. */
async function readMovable(
  rows: Iterable<Row>,
  stretch: { fromMs: number; count: number },
): Promise<Map<string, Spreadable | Left>> {
  const answers = new Map<string, Spreadable | Left>();
  const candidates: (CronGroup & { id: string })[] = [];
  for (const { connector_id: id, type, value, timezone, state } of rows) {
    if (state !== "active") answers.set(id, "not_active");
    else if (type !== "cron" || value === null) answers.set(id, "not_cron");
    else candidates.push({ id, value, timezone, schedules: 1 });
  }
  await eachGroup(candidates, stretch, ({ id }, fields, quarters) => {
    const hours = hoursOf(fields, quarters);
    if (!/^\d+$/.test(fields.minute)) answers.set(id, "several_minutes");
    else answers.set(id, hours.length > 0 ? { id, minute: Number(fields.minute), hours } : "not_this_week");
  });
  return answers;
}

function item(
  id: string,
  row: Row | undefined,
  movable: Spreadable | Left | undefined,
  minute: number | undefined,
): SpreadAnswer["items"][number] {
  const known = {
    connector_id: id,
    connector_name: row?.name ?? null,
    timezone: row?.timezone ?? null,
    before: row?.value ?? null,
  };
  if (typeof movable !== "object" || minute === undefined || !row?.value) {
    const why = typeof movable === "string" ? movable : "unknown";
    return { ...known, after: null, left_because: why };
  }
  if (minute === movable.minute) return { ...known, after: null, left_because: "calm" };
  return { ...known, after: withMinute(row.value, minute), left_because: null };
}

/** The same expression at another minute; aliases are written out. */
function withMinute(expression: string, minute: number): string {
  const reading = readCron(expression);
  if ("problem" in reading) return expression;
  const { hour, dayOfMonth, month, dayOfWeek } = reading.fields;
  return [minute, hour, dayOfMonth, month, dayOfWeek].join(" ");
}

function tell(load: Float64Array): SpreadAnswer["before"] {
  const minutes = Array.from({ length: 60 }, () => 0);
  let busiest = 0;
  for (const [at, runs] of load.entries()) {
    busiest = Math.max(busiest, runs);
    const minute = at % 60;
    minutes[minute] = (minutes[minute] ?? 0) + runs;
  }
  return { busiest, minutes };
}
