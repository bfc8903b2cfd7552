/** What came of an attempt to deliver a message. */
export type Outcome =
  | { kind: "delivered"; status: number | null }
  | {
      kind: "failed";
      /** Of the HTTP answer, if one came. */
      status: number | null;
      /** For people, without secrets. */
      error: string;
      /** When to come back, if the receiver said so. */
      retryAt?: Date;
      /** The receiver wants no more messages. */
      isGone?: boolean;
    };
