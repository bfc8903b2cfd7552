import { AppError } from "#lib/errors.ts";

/** So many keys are remembered; beyond it those that have their whole allowance again are forgotten. */
const keysAtMost = 100_000;
const minuteMs = 60_000;

type Bucket = { left: number; at: number };

/**
 * An allowance of requests for each key, which refills steadily and holds a minute's worth at most (token bucket). It is
 * kept in memory: with several web servers each gives the allowance anew.
 * @param perMinute 0 for no limit
 * @param nowMs a monotonic clock
 */
export class RequestRate {
  private readonly perMinute: number;
  private readonly nowMs: () => number;
  private readonly buckets = new Map<string, Bucket>();

  constructor(perMinute: number, nowMs: () => number = () => performance.now()) {
    this.perMinute = perMinute;
    this.nowMs = nowMs;
  }

  /** Takes one request from a key's allowance. @throws AppError `too_many_requests` with the seconds until the next */
  take(key: string): void {
    if (this.perMinute === 0) return;
    const bucket = this.refilled(key);
    if (bucket.left < 1) throw this.tooMany(bucket);
    bucket.left -= 1;
    this.remember(key, bucket);
  }

  /** @throws AppError as `take` does, without taking */
  assertLeft(key: string): void {
    if (this.perMinute === 0) return;
    const bucket = this.refilled(key);
    if (bucket.left < 1) throw this.tooMany(bucket);
  }

  private refilled(key: string): Bucket {
    const now = this.nowMs();
    const known = this.buckets.get(key);
    if (!known) return { left: this.perMinute, at: now };
    const refill = ((now - known.at) / minuteMs) * this.perMinute;
    return { left: Math.min(this.perMinute, known.left + refill), at: now };
  }

  private remember(key: string, bucket: Bucket): void {
    if (this.buckets.size >= keysAtMost && !this.buckets.has(key)) this.forgetFull();
    this.buckets.set(key, bucket);
  }

  private forgetFull(): void {
    for (const key of this.buckets.keys())
      if (this.refilled(key).left >= this.perMinute) this.buckets.delete(key);
  }

  private tooMany({ left }: Bucket): AppError {
    const retryAfterS = Math.max(1, Math.ceil(((1 - left) / this.perMinute) * 60));
    const message = `More than ${this.perMinute} requests a minute. Go on after ${retryAfterS} s (Retry-After).`;
    return new AppError("too_many_requests", message, { retryAfterS });
  }
}
