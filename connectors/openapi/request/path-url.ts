import type { Json } from '#connectors/kit/json.ts';
import { invalidArgument } from './invalid-argument.ts';
import type { ParameterPlan } from './request-plan.ts';
import { pathText } from './serialize-value.ts';

/** The path with its values put in. No value can leave its place: not by a slash, not by dots, not by being empty. */
export function fillPath(
  template: string,
  parameters: readonly ParameterPlan[],
  valueOf: (plan: ParameterPlan) => Json | undefined,
) {
  const plans = new Map(parameters.filter((one) => one.in === 'path').map((one) => [one.name, one]));
  const path = template.replace(/#.*$/s, '').replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const plan = plans.get(name);
    const value = plan && valueOf(plan);
    const text = plan && value !== undefined && value !== null ? pathText(plan, value) : '';
    if (text === '') throw invalidArgument(name, 'This parameter is required and must not be null or empty');
    return text;
  });
  const [pathname = ''] = path.split('?', 1);
  for (const segment of pathname.split('/')) {
    if (/^(?:\.|%2e){1,2}$/i.test(segment))
      throw invalidArgument(nameIn(template, plans), 'must not have "." or ".." as a part of the path');
  }
  return path;
}

function nameIn(template: string, plans: ReadonlyMap<string, ParameterPlan>): string {
  const names = [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!).filter((name) => plans.has(name));
  return names.join(', ') || 'path';
}
