import account from "./account.json" with { type: "json" };
import alerts from "./alerts.json" with { type: "json" };
import association from "./association.json" with { type: "json" };
import attention from "./attention.json" with { type: "json" };
import audit from "./audit.json" with { type: "json" };
import auditActions from "./audit-actions.json" with { type: "json" };
import auth from "./auth.json" with { type: "json" };
import collections from "./collections.json" with { type: "json" };
import command from "./command.json" with { type: "json" };
import comparison from "./comparison.json" with { type: "json" };
import connectorSettings from "./connector-settings.json" with { type: "json" };
import connectorTabs from "./connector-tabs.json" with { type: "json" };
import connectors from "./connectors.json" with { type: "json" };
import documents from "./documents.json" with { type: "json" };
import doors from "./doors.json" with { type: "json" };
import errors from "./errors.json" with { type: "json" };
import fields from "./fields.json" with { type: "json" };
import home from "./home.json" with { type: "json" };
import invitation from "./invitation.json" with { type: "json" };
import items from "./items.json" with { type: "json" };
import kinds from "./kinds.json" with { type: "json" };
import list from "./list.json" with { type: "json" };
import members from "./members.json" with { type: "json" };
import outcomes from "./outcomes.json" with { type: "json" };
import refusals from "./refusals.json" with { type: "json" };
import review from "./review.json" with { type: "json" };
import roleHelp from "./role-help.json" with { type: "json" };
import roles from "./roles.json" with { type: "json" };
import runChart from "./run-chart.json" with { type: "json" };
import runTimes from "./run-times.json" with { type: "json" };
import runs from "./runs.json" with { type: "json" };
import scheduleFields from "./schedule-fields.json" with { type: "json" };
import schedules from "./schedules.json" with { type: "json" };
import search from "./search.json" with { type: "json" };
import setUp from "./set-up.json" with { type: "json" };
import settings from "./settings.json" with { type: "json" };
import shell from "./shell.json" with { type: "json" };
import sources from "./sources.json" with { type: "json" };
import states from "./states.json" with { type: "json" };
import tokens from "./tokens.json" with { type: "json" };
import trial from "./trial.json" with { type: "json" };
import triggers from "./triggers.json" with { type: "json" };
import types from "./types.json" with { type: "json" };
import upload from "./upload.json" with { type: "json" };
import why from "./why.json" with { type: "json" };
import wizard from "./wizard.json" with { type: "json" };
import wizardReview from "./wizard-review.json" with { type: "json" };

/** What people read, one file per namespace. */
export default {
  association,
  account,
  alerts,
  attention,
  audit,
  audit_actions: auditActions,
  auth,
  collections,
  command,
  comparison,
  connector_settings: connectorSettings,
  connector_tabs: connectorTabs,
  connectors,
  documents,
  doors,
  errors,
  fields,
  home,
  invitation,
  items,
  kinds,
  list,
  members,
  outcomes,
  refusals,
  review,
  role_help: roleHelp,
  roles,
  run_chart: runChart,
  run_times: runTimes,
  runs,
  schedule_fields: scheduleFields,
  schedules,
  search,
  set_up: setUp,
  settings,
  shell,
  sources,
  states,
  tokens,
  trial,
  triggers,
  types,
  why,
  upload,
  wizard,
  wizard_review: wizardReview,
};
