import { describe, expect, it } from 'vitest';
import { type OnCount, QuestionStream } from './questionStream.ts';

function start() {
  const sent: { from: number; answer: OnCount }[] = [];
  const told: (number | null)[] = [];
  const stream = new QuestionStream((from, _count, answer) => sent.push({ from, answer }));
  const ask = (from: number) => stream.ask(from, 1, (count) => told.push(count));
  return { stream, sent, told, ask };
}

describe('the questions that a page asks for', () => {
  it('[BEN-26] are asked for one after the other', () => {
    const { sent, told, ask } = start();
    for (const from of [3, 7, 9]) ask(from);
    expect(sent.map(({ from }) => from)).toEqual([3]);
    sent[0]!.answer(1);
    sent[1]!.answer(null);
    expect(sent.map(({ from }) => from)).toEqual([3, 7, 9]);
    expect(told).toEqual([1, null]);
  });

  it('[BEN-26] are given up with the connection, also when an answer to them still comes', () => {
    const { stream, sent, told, ask } = start();
    for (const from of [3, 7]) ask(from);
    stream.lost();
    expect(told).toEqual([null, null]);
    ask(9);
    sent[0]!.answer(1);
    expect(told).toEqual([null, null]);
    sent[1]!.answer(2);
    expect(told).toEqual([null, null, 2]);
  });
});
