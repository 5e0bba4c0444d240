import { pino } from 'pino';

/** Facts with fields, one JSON line each: ids and outcomes, never what people wrote. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Open the program's log, on standard output. */
export function openLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

export const noLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
