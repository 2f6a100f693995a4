import { createHmac } from 'node:crypto';

/** A customer's workspace on the server under test, as the customer's backend knows it. */
export class Workspace {
  readonly appKey: string;
  readonly appSecret: string;
  readonly name: string;

  constructor(name: string, appKey: string, appSecret: string) {
    this.name = name;
    this.appKey = appKey;
    this.appSecret = appSecret;
  }

  hashOf(userId: string): string {
    return createHmac('sha256', this.appSecret).update(userId).digest('hex');
  }

  configFor(userId: string): { appKey: string; userId: string; hash: string } {
    return { appKey: this.appKey, userId, hash: this.hashOf(userId) };
  }
}
