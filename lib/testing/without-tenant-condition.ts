import {
  BinaryOperationNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  RawNode,
  ValueNode,
} from "kysely";

/**
 * Takes a workspace's condition out of every query: what compares a column with the workspace's id compares nothing
 * any more. Row-level security is then all that keeps workspaces apart. The queue has none, and keeps its conditions.
 */
export class WithoutTenantCondition implements KyselyPlugin {
  /** Conditions that were taken out. */
  removed = 0;
  readonly #transformer: Transformer;

  constructor(workspaceId: string) {
    this.#transformer = new Transformer(workspaceId, () => this.removed++);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    return this.#transformer.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    return result;
  }
}

/** A column's name before `= $1` in SQL of our own: what follows the last blank or parenthesis. */
const comparedColumn = /((?:\w+\.)?(?:workspace_id|id)) = $/;

class Transformer extends OperationNodeTransformer {
  readonly #workspaceId: string;
  readonly #count: () => void;

  constructor(workspaceId: string, count: () => void) {
    super();
    this.#workspaceId = workspaceId;
    this.#count = count;
  }

  #isWorkspace(node: OperationNode | undefined): boolean {
    return node !== undefined && ValueNode.is(node) && node.value === this.#workspaceId;
  }

  protected override transformBinaryOperation(node: BinaryOperationNode, queryId?: QueryId) {
    if (!this.#isWorkspace(node.rightOperand)) return super.transformBinaryOperation(node, queryId);
    this.#count();
    return BinaryOperationNode.create(
      node.leftOperand,
      OperatorNode.create("is not"),
      ValueNode.createImmediate(null),
    );
  }

  protected override transformRaw(node: RawNode, queryId?: QueryId) {
    const { sqlFragments, parameters } = super.transformRaw(node, queryId);
    const fragments = [...sqlFragments];
    for (const [index, parameter] of parameters.entries()) {
      const before = fragments[index] ?? "";
      if (!this.#isWorkspace(parameter) || !comparedColumn.test(before)) continue;
      this.#count();
      fragments[index] = before.replace(comparedColumn, "($1 is not null or $1 = ");
      fragments[index + 1] = `)${fragments[index + 1] ?? ""}`;
    }
    return RawNode.create(fragments, parameters);
  }
}
