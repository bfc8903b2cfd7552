"use client";

import { FieldsProvider, type Member } from "#components/connectors/fields/fields-context.tsx";
import type { SchemaWords } from "#components/connectors/fields/translate.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { CollectionChoice } from "../../collections-field.tsx";
import { ConnectorCollections } from "./connector-collections.tsx";
import { DeleteConnector } from "./delete-connector.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { UploadFiles } from "./upload-files.tsx";

export type Subject = {
  workspaceId: string;
  id: string;
  type: ConnectorType;
  name: string;
  slots: Record<string, unknown>;
  hasCredentials: boolean;
  /** What a change has to name, so that nobody's is lost. */
  version: number;
};

type Props = Subject & {
  words: SchemaWords;
  members: Member[];
  documents: number;
  collectionIds: string[];
  collections: CollectionChoice[];
  hasMoreCollections: boolean;
};

/** What a connector is made of, each part to change by itself. */
export function ConnectorSettings({ words, members, ...props }: Props) {
  const { workspaceId, id, name, type, documents, collectionIds } = props;
  return (
    <FieldsProvider words={words} members={members}>
      <div className="grid min-w-0 gap-8">
        {type === "upload" ? <UploadFiles workspaceId={workspaceId} connectorId={id} /> : null}
        <SettingsForm {...props} />
        <ConnectorCollections {...props} />
        <DeleteConnector
          workspaceId={workspaceId}
          id={id}
          name={name}
          documents={documents}
          collections={collectionIds.length}
        />
      </div>
    </FieldsProvider>
  );
}
