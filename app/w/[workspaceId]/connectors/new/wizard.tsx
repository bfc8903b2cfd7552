"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { FieldsProvider, type Member } from "#components/connectors/fields/fields-context.tsx";
import type { SchemaWords } from "#components/connectors/fields/translate.ts";
import type { CollectionChoice } from "../collections-field.tsx";
import { usePlace } from "./place.ts";
import { SourceStep } from "./source-step.tsx";
import { WizardFrame } from "./wizard-frame.tsx";

/** With all schemas: not needed to choose what shall be read, and there before somebody has chosen. */
const loadForm = () => import("./type-wizard.tsx");
const TypeWizard = lazy(() => loadForm().then((form) => ({ default: form.TypeWizard })));

export type WizardProps = {
  workspaceId: string;
  /** The workspace's. */
  timeZone: string;
  /** The e-mail address of whoever asks. */
  me: string;
  members: Member[];
  collections: CollectionChoice[];
  hasMoreCollections: boolean;
  words: SchemaWords;
};

/** Makes a connector, step by step. */
export function Wizard(props: WizardProps) {
  const { workspaceId, words, members } = props;
  const { type, step, go } = usePlace();
  // Drafts are the browser's: what the server sends is the frame alone.
  const isBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  if (type === undefined || step === "source") {
    return (
      <SourceStep
        workspaceId={workspaceId}
        chosen={type}
        onConsider={loadForm}
        onChoose={(chosen) => go({ type: chosen, step: "settings" })}
      />
    );
  }
  const frame = (
    <WizardFrame workspaceId={workspaceId} type={type} step={step} reached={0} onOpen={() => {}}>
      <div className="h-96" />
    </WizardFrame>
  );
  if (!isBrowser) return frame;
  return (
    <Suspense fallback={frame}>
      <FieldsProvider words={words} members={members}>
        <TypeWizard key={type} {...props} type={type} step={step} go={go} />
      </FieldsProvider>
    </Suspense>
  );
}
