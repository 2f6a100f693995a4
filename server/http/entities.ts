import * as z from 'zod/mini';
import { App, AppList } from '#bridge-protocol/entities/app.ts';
import { AppCard, AppCardList } from '#bridge-protocol/entities/app-card.ts';
import { AuthField, AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import { AttemptNonce, ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import { ErrorBody } from '#bridge-protocol/entities/error-body.ts';
import { FunctionCall, FunctionCallList } from '#bridge-protocol/entities/function-call.ts';
import { FieldsBody, FunctionField, FunctionFields } from '#bridge-protocol/entities/function-fields.ts';
import { FunctionOption, FunctionOptions, OptionsBody } from '#bridge-protocol/entities/function-options.ts';
import { FunctionOutput, FunctionRefusal, FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import { FunctionList, FunctionSignature } from '#bridge-protocol/entities/function-signature.ts';
import { Session } from '#bridge-protocol/entities/session.ts';

const named = {
  App,
  AppCard,
  AppCardList,
  AppList,
  AttemptNonce,
  AuthField,
  AuthMethod,
  ConnectAttempt,
  ConnectedAccount,
  ErrorBody,
  FieldsBody,
  FunctionCall,
  FunctionCallList,
  FunctionField,
  FunctionFields,
  FunctionList,
  FunctionOption,
  FunctionOptions,
  FunctionOutput,
  FunctionRefusal,
  FunctionResult,
  FunctionSignature,
  OptionsBody,
  Session,
};

// A schema with an id stands once in /openapi.json, under that name.
for (const [id, schema] of Object.entries(named)) z.globalRegistry.add(schema, { id });

export { ErrorBody };
