import { describe, expect, it } from 'vitest';
import type { Json } from '#connectors/kit/json.ts';
import type { ParameterStyle } from '../signature/parameter.ts';
import { headerText, pathText, queryPairs } from './serialize-value.ts';

const scalar = 'blue';
const list = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };
const style = (name: ParameterStyle, explode: boolean, allowReserved = false) => ({
  name: 'color',
  style: name,
  explode,
  allowReserved,
});

/** The table "Style Examples" of OpenAPI 3.1, section 4.8.12.3. */
describe('the styles of a path', () => {
  it.each<[ParameterStyle, boolean, Json, string]>([
    ['simple', false, scalar, 'blue'],
    ['simple', false, list, 'blue,black,brown'],
    ['simple', false, object, 'R,100,G,200,B,150'],
    ['simple', true, object, 'R=100,G=200,B=150'],
    ['label', false, scalar, '.blue'],
    ['label', false, list, '.blue,black,brown'],
    ['label', false, object, '.R,100,G,200,B,150'],
    ['label', true, list, '.blue.black.brown'],
    ['label', true, object, '.R=100.G=200.B=150'],
    ['matrix', false, scalar, ';color=blue'],
    ['matrix', false, list, ';color=blue,black,brown'],
    ['matrix', false, object, ';color=R,100,G,200,B,150'],
    ['matrix', true, list, ';color=blue;color=black;color=brown'],
    ['matrix', true, object, ';R=100;G=200;B=150'],
  ])('%s, explode %s', (name, explode, value, expected) => {
    expect(pathText(style(name, explode), value)).toBe(expected);
  });
});

describe('the styles of a query', () => {
  it.each<[ParameterStyle, boolean, Json, string]>([
    ['form', true, scalar, 'color=blue'],
    ['form', true, list, 'color=blue&color=black&color=brown'],
    ['form', true, object, 'R=100&G=200&B=150'],
    ['form', false, list, 'color=blue,black,brown'],
    ['form', false, object, 'color=R,100,G,200,B,150'],
    ['spaceDelimited', false, list, 'color=blue%20black%20brown'],
    ['spaceDelimited', false, object, 'color=R%20100%20G%20200%20B%20150'],
    ['pipeDelimited', false, list, 'color=blue%7Cblack%7Cbrown'],
    ['deepObject', true, object, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    ['deepObject', true, { a: { b: ['x'] } }, 'color%5Ba%5D%5Bb%5D%5B0%5D=x'],
    ['json', false, object, `color=${encodeURIComponent('{"R":100,"G":200,"B":150}')}`],
  ])('%s, explode %s', (name, explode, value, expected) => {
    expect(queryPairs(style(name, explode), value).join('&')).toBe(expected);
  });

  it('keeps false and 0, and leaves out what is null within an object', () => {
    expect(queryPairs(style('form', true), false)).toEqual(['color=false']);
    expect(queryPairs(style('form', true), 0)).toEqual(['color=0']);
    expect(queryPairs(style('deepObject', true), { a: null, b: 0 })).toEqual(['color%5Bb%5D=0']);
  });

  it('encodes what would end the value, even where reserved characters are allowed', () => {
    expect(queryPairs(style('form', true), 'a&b=c#d+e f/?')).toEqual(['color=a%26b%3Dc%23d%2Be%20f%2F%3F']);
    expect(queryPairs(style('form', true, true), 'a&b=c#d+e f/?')).toEqual(['color=a%26b%3Dc%23d%2Be%20f/?']);
  });
});

describe('the style of a header', () => {
  it('writes lists and objects with commas', () => {
    expect(headerText(style('simple', false), list)).toBe('blue,black,brown');
    expect(headerText(style('simple', true), object)).toBe('R=100,G=200,B=150');
  });
});
