import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { getMe } from "#lib/auth/account/get-me.ts";
import type { PresentedMe } from "#lib/auth/account/schemas.ts";
import { identifyIfSignedIn, type Person } from "#lib/auth/identify.ts";
import { memberContext, normaliseUuid } from "#lib/auth/member-context.ts";
import { touchIdentity } from "#lib/auth/touch.ts";
import type { Context } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { askedPath } from "#lib/http/asked-path.ts";
import { services } from "#lib/services.ts";

/** A member's context, with what pages show of them. */
export type PageContext = Context & { person: Pick<Person, "email" | "name"> };

/** Who opens a page, or undefined when nobody is signed in. */
export function whoIsHere(): Promise<Person | undefined> {
  return lookUp(null);
}

/** Who opens a page; whoever isn't signed in goes to the sign-in page, and comes back afterwards. */
export async function currentIdentity(): Promise<Person> {
  return (await lookUp(null)) ?? toSignIn();
}

/** What a page's verbs work with in a workspace. To strangers it is as unknown as one that doesn't exist. */
export async function pageContext(workspaceId: string): Promise<PageContext> {
  const person = (await lookUp(normaliseUuid(workspaceId))) ?? (await toSignIn());
  try {
    const context = memberContext({ ...services(), requestId: randomUUID() }, person, workspaceId);
    return { ...context, person };
  } catch (error) {
    if (error instanceof AppError) notFound();
    throw error;
  }
}

/** Who looks at a page, with their settings and workspaces; undefined when nobody is signed in. */
export const viewer = cache(async (): Promise<PresentedMe | undefined> => {
  const identity = await whoIsHere();
  return identity && getMe({ ...services(), requestId: randomUUID(), identity });
});

/** One look-up a request, however many layouts and pages ask. */
const lookUp = cache(async (workspaceId: string | null): Promise<Person | undefined> => {
  // Asked first: it tells the build that this page can't be made ahead.
  const asked = await headers();
  const { db } = services();
  const person = await identifyIfSignedIn(db, asked, workspaceId);
  if (person?.touch) touchIdentity(db, person.actor);
  return person;
});

async function toSignIn(): Promise<never> {
  const callbackUrl = askedPath(await headers());
  redirect(callbackUrl === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ callbackUrl })}`);
}
