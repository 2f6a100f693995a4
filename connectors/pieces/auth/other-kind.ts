import { ConnectorError } from '#connectors/kit/errors.ts';

/** For credentials of a way to connect that the app has no more, or that has changed its kind. */
export function otherKind(): ConnectorError {
  const message = 'The account was connected in a way that is offered no more. Connect it again.';
  return new ConnectorError('needs_reconnect', message);
}
