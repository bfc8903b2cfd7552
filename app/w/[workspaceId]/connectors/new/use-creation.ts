"use client";

import { useRef, useState } from "react";
import { type Answer, send } from "#app/api-client.ts";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { creationOf, creationPath } from "#components/connectors/wizard/creation.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { attemptKey, dropAttempt } from "./draft.ts";

/**
 * Sends a creation, once: a click while it is under way does nothing, and repeating one that broke off repeats its
 * `Idempotency-Key`, so that the server answers what it did the first time.
 */
export function useCreation(workspaceId: string, type: ConnectorType) {
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const create = async (form: ConnectorForm): Promise<Answer<{ id: string }> | undefined> => {
    if (isUnderWay.current) return undefined;
    isUnderWay.current = true;
    setBusy(true);
    const creation = creationOf(type, form);
    const answer = await send<{ id: string }>("POST", creationPath(workspaceId, creation), creation.body, {
      headers: { "idempotency-key": attemptKey(workspaceId, type, form) },
    });
    if (!answer.ok && answer.refusal.kind === "refused") dropAttempt(workspaceId, type);
    isUnderWay.current = false;
    setBusy(false);
    return answer;
  };
  return { create, isBusy };
}
