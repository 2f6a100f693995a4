/** Loaded into a server before its own code (`--import`): its clock is `CLOCK_OFF_MS` milliseconds off from then on. */
const offMs = Number(process.env['CLOCK_OFF_MS']);
const TrueDate = Date;

class WrongDate extends TrueDate {
  constructor(...given: [] | [string | number | Date]) {
    if (given.length === 0) super(TrueDate.now() + offMs);
    else super(...given);
  }

  static override now(): number {
    return TrueDate.now() + offMs;
  }
}

globalThis.Date = WrongDate as DateConstructor;

export {};
