import type pg from "pg";

/** What must hold of rows and jobs after every transaction, each as a query for the rows that break it. */
const rules: Record<string, string> = {
  "a planned schedule has one job, for its next instant": `
    select s.connector_id from schedules s
    where s.state = 'active' and s.type <> 'imed' and s.next_run_at is not null and (
      select count(*) from pgboss.job j where j.name = 'occurrence' and j.state = 'created'
        and j.singleton_key = s.workspace_id || '/' || s.connector_id and j.start_after = s.next_run_at) <> 1`,
  "a job has a planned schedule": `
    select j.singleton_key from pgboss.job j
    where j.name = 'occurrence' and not exists (
      select from schedules s where j.singleton_key = s.workspace_id || '/' || s.connector_id
        and s.state = 'active' and s.next_run_at is not null)`,
  "a connector has a schedule": `
    select id from connectors c where not exists (
      select from schedules s where s.workspace_id = c.workspace_id and s.connector_id = c.id)`,
  "a run that waits has one job": `
    select id from runs r where r.state in ('queued', 'interrupted') and (
      select count(*) from pgboss.job j where j.name = 'run' and j.data->>'run_id' = r.id::text) <> 1`,
  "a run's job has a run that waits": `
    select j.id from pgboss.job j where j.name = 'run' and not exists (
      select from runs r where r.id::text = j.data->>'run_id' and r.state in ('queued', 'interrupted'))`,
  "a run's items add up": `
    select id from runs where discovered <> added + updated + unchanged + deleted + skipped + failed`,
  "a run that ended says when": `
    select id from runs where (state in ('succeeded', 'partial', 'failed', 'cancelled', 'skipped')) <> (finished_at is not null)`,
  "what was created is in the audit log": `
    select id from connectors c where not exists (
      select from audit_log a where a.workspace_id = c.workspace_id and a.target_id = c.id and a.action = 'connector.create')`,
};

/** The rules that don't hold now, with some of what breaks them. */
export async function disagreements(admin: pg.ClientBase): Promise<string[]> {
  const found: string[] = [];
  for (const [rule, query] of Object.entries(rules)) {
    const { rows } = await admin.query(`${query} limit 3`);
    if (rows.length > 0) found.push(`not so: ${rule}: ${JSON.stringify(rows)}`);
  }
  return found;
}
