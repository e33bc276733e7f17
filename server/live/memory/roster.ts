import type { LiveRoster, RosterListener } from '../../app/ports/live.ts';
import { attemptOf, connectionOf } from '../roster/parts.ts';
import { RosterTable } from '../roster/rosterTable.ts';

/** The roster of an exam is forgotten when nothing in it has changed for so long, ms. */
const keepMs = 24 * 3_600_000;

interface Exam {
  readonly table: RosterTable;
  readonly listeners: Set<RosterListener>;
  changedAt: number;
}

/** The roster of a node that is alone. */
export function createMemoryRoster(): LiveRoster {
  const exams = new Map<string, Exam>();
  const examOf = (examId: string): Exam => {
    const known = exams.get(examId);
    if (known !== undefined) return known;
    const exam = {
      table: new RosterTable(examId, () => true),
      listeners: new Set<RosterListener>(),
      changedAt: 0,
    };
    exams.set(examId, exam);
    return exam;
  };
  return {
    publish(examId, rows) {
      const exam = examOf(examId);
      const parts = {
        connections: rows.map((row) => connectionOf(row, 'alone')),
        attempts: rows.map(attemptOf),
      };
      const changed = exam.table.merge(parts);
      exam.changedAt = rows.reduce((latest, { version }) => Math.max(latest, version), exam.changedAt);
      forgetBefore(exam.changedAt - keepMs);
      if (changed.length > 0) for (const listener of exam.listeners) listener.rows(changed);
    },
    async follow(examId, listener) {
      const exam = examOf(examId);
      exam.listeners.add(listener);
      return { rows: exam.table.rows(), close: () => void exam.listeners.delete(listener) };
    },
  };

  function forgetBefore(time: number): void {
    for (const [examId, { changedAt, listeners }] of exams) {
      if (changedAt < time && listeners.size === 0) exams.delete(examId);
    }
  }
}
