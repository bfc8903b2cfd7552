import Link from "next/link";
import type { ReactNode } from "react";
import { SignOutButton } from "#app/(auth)/sign-out-button.tsx";
import { pageContext } from "#app/session.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";

type Props = { params: Promise<{ workspaceId: string }>; children: ReactNode };

export default async function WorkspaceLayout({ params, children }: Props) {
  const { workspaceId } = await params;
  const { name } = await getWorkspace(await pageContext(workspaceId));
  const home = `/w/${workspaceId}`;
  return (
    <div className="mx-auto grid max-w-6xl gap-8 px-6 py-6">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-b pb-4">
        <Link href={home} className="font-semibold">
          {name}
        </Link>
        <search className="grow">
          <form action={home}>
            <input
              type="search"
              name="q"
              aria-label="Search the documents"
              placeholder="Search the documents"
              className="w-full max-w-md rounded-lg border border-line bg-raised px-3 py-1.5 text-sm"
            />
          </form>
        </search>
        <nav aria-label="Help" className="flex gap-4 text-quiet text-sm">
          <Link href="/docs">Documentation</Link>
          <Link href="/docs/api">API</Link>
        </nav>
        <SignOutButton />
      </header>
      <main className="grid gap-8">{children}</main>
    </div>
  );
}
