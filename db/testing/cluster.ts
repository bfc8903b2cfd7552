import type pg from "pg";

export const templateDatabase = "tributary_template";

const ownerPassword = "tributary";

/** The login that owns the databases and that the application uses: neither superuser nor above row security. */
export async function createOwner(admin: pg.Client): Promise<void> {
  await admin.query(`create role tributary login createrole password '${ownerPassword}'`);
}

/** The address of a database for the owner's login. */
export function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = "tributary";
  url.password = ownerPassword;
  url.pathname = `/${database}`;
  return url.href;
}
