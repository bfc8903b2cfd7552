"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type Door, doors } from "#app/doors.ts";
import { useAct } from "#app/use-act.ts";
import { workspacePages } from "#components/shell/workspace-pages.ts";
import { connectorTypes } from "#lib/connectors/types.ts";
import type { May } from "./command-keys.tsx";
import { type Entry, matching } from "./entries.ts";
import { useFound } from "./use-found.ts";

/** An action that is done to a connector, which is chosen next. */
export type Action = Extract<Door, "start_run" | "pause_connector" | "resume_connector">;

type Options = {
  workspaceId: string;
  may: May;
  typed: string;
  action: Action | undefined;
  onAction: (action: Action) => void;
  onDone: (words?: string) => void;
  onHelp: () => void;
};

const states: Record<Action, string> = {
  start_run: "",
  pause_connector: "&state=active",
  resume_connector: "&state=paused",
};

/** What the palette offers for what was typed: pages and actions, and what the workspace has under that name. */
export function useEntries(options: Options) {
  const { workspaceId, typed, action } = options;
  const door = `/v1/workspaces/${workspaceId}`;
  const q = new URLSearchParams({ q: typed.trim(), limit: action ? "20" : "5" });
  const isAsked = typed.trim() !== "" || action !== undefined;
  const connectors = useFound(isAsked ? `${door}/connectors?${q}${action ? states[action] : ""}` : undefined);
  const collections = useFound(isAsked && !action ? `${door}/collections?${q}` : undefined);
  const { act, isBusy, problem } = useAct();
  const fixed = useFixedEntries(options);
  const found = useFoundEntries(options, connectors.items, collections.items, act);
  return {
    entries: action ? found : [...matching(fixed, typed), ...found],
    isFailed: connectors.isFailed || collections.isFailed,
    isBusy,
    problem,
  };
}

function useFixedEntries({ workspaceId, may, onAction, onDone, onHelp }: Options): Entry[] {
  const t = useTranslations("command");
  const shell = useTranslations("shell");
  const settings = useTranslations("settings");
  const types = useTranslations("types");
  const { push } = useRouter();
  const home = `/w/${workspaceId}`;
  const go = (href: string) => () => {
    push(href);
    onDone();
  };
  const pages: [string, string][] = [
    ...workspacePages.map(({ name, path }): [string, string] => [shell(name), `${home}${path}`]),
    [settings("members"), `${home}/settings/members`],
    [settings("tokens"), `${home}/settings/tokens`],
    [shell("your_account"), "/account"],
    [shell("documentation"), "/docs"],
    [shell("api"), "/docs/api"],
  ];
  const actions: [Action, boolean][] = [
    ["start_run", may.run],
    ["pause_connector", may.schedule],
    ["resume_connector", may.schedule],
  ];
  return [
    ...actions
      .filter(([, isAllowed]) => isAllowed)
      .map(
        ([action]): Entry => ({
          id: action,
          group: "actions",
          words: t(action),
          choose: () => onAction(action),
        }),
      ),
    ...(may.create ? connectorTypes : []).map((type): Entry => {
      const choose = go(`${home}/connectors/new?${new URLSearchParams({ type })}`);
      return { id: type, group: "actions", words: t("new_connector", { type: types(type) }), choose };
    }),
    { id: "help", group: "actions", words: t("shortcuts"), choose: onHelp },
    ...pages.map(([words, href]): Entry => ({ id: href, group: "pages", words, choose: go(href) })),
  ];
}

type Named = { id: string; name: string };

function useFoundEntries(
  { workspaceId, typed, action, onDone }: Options,
  connectors: Named[],
  collections: Named[],
  act: ReturnType<typeof useAct>["act"],
): Entry[] {
  const t = useTranslations("command");
  const { push, refresh } = useRouter();
  const home = `/w/${workspaceId}`;
  const go = (href: string) => () => {
    push(href);
    onDone();
  };
  const actOn = (chosen: Action, { id, name }: Named) => {
    act<{ id: string }>(
      () => doors[chosen](workspaceId, id),
      (body) => {
        if (chosen === "start_run") return go(`${home}/runs/${body.id}`)();
        refresh();
        onDone(t(chosen === "pause_connector" ? "paused" : "resumed", { name }));
      },
    );
  };
  const search = new URLSearchParams({ q: typed.trim() });
  return [
    ...connectors.map((connector): Entry => {
      const choose = action ? () => actOn(action, connector) : go(`${home}/connectors/${connector.id}`);
      return {
        id: `connector ${connector.id}`,
        group: "connectors",
        words: connector.name,
        aside: connector.id,
        choose,
      };
    }),
    ...collections.map(({ id, name }): Entry => {
      return {
        id: `collection ${id}`,
        group: "collections",
        words: name,
        choose: go(`${home}/collections/${id}`),
      };
    }),
    ...(typed.trim() === "" || action
      ? []
      : [
          {
            id: "search",
            group: "found" as const,
            words: t("search_for", { query: typed.trim() }),
            choose: go(`${home}/search?${search}`),
          },
        ]),
  ];
}
