"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Section } from "#components/ui/section.tsx";
import { type CollectionChoice, CollectionsField } from "../../collections-field.tsx";

type Props = {
  workspaceId: string;
  id: string;
  collectionIds: string[];
  collections: CollectionChoice[];
  hasMoreCollections: boolean;
};

/** Which collections the connector is in; each tick is saved at once. */
export function ConnectorCollections(props: Props) {
  const { workspaceId, id, collectionIds, hasMoreCollections } = props;
  const t = useTranslations("connector_settings");
  const { refresh } = useRouter();
  const wordsOf = useRefusalWords();
  const [known, setKnown] = useState(props.collections);
  const [chosen, setChosen] = useState(collectionIds);
  const [problem, setProblem] = useState<string>();
  const change = async (ids: string[]) => {
    const before = chosen;
    setChosen(ids);
    const added = ids.filter((one) => !before.includes(one)).map((one) => ["PUT", one] as const);
    const removed = before.filter((one) => !ids.includes(one)).map((one) => ["DELETE", one] as const);
    for (const [method, collection] of [...added, ...removed]) {
      const door = `/v1/workspaces/${workspaceId}/connectors/${id}/collections/${collection}`;
      const answer = await send(method, door);
      setProblem(answer.ok ? undefined : wordsOf(answer.refusal));
      if (!answer.ok) setChosen(before);
    }
    refresh();
  };
  return (
    <Section title={t("collections")} help={t("collections_help")}>
      <div className="max-w-2xl">
        <CollectionsField
          workspaceId={workspaceId}
          known={known}
          hasMore={hasMoreCollections}
          value={chosen}
          onChange={(ids) => void change(ids)}
          onFound={(found) =>
            setKnown((before) => [
              ...before,
              ...found.filter(({ id: one }) => !before.some((other) => other.id === one)),
            ])
          }
          errors={problem ? [problem] : []}
          hidesTitle
        />
      </div>
    </Section>
  );
}
