import { describe, expect, it } from 'vitest';
import type { Formulas } from '../../../domain/content.ts';
import { drawnFor } from '../../../protocol/formulas.ts';
import { everyType, rulesAt } from '../../../test/exams.ts';
import { withFormulas, withoutFormulas } from './paperFormulas.ts';

const plain = everyType(rulesAt(0));
const [section] = plain.sections;
const question = section?.questions.find(({ type }) => type === 'single');
if (section === undefined || question?.type !== 'single') throw new Error('The paper has changed.');

const paperWith = (text: Record<string, string>, options = question.options) => ({
  ...plain,
  groups: [{ id: 'g', text: { en: 'About $v$.' } }],
  sections: [{ ...section, questions: [{ ...question, text, options }] }],
});

/** All text under a part. */
function textOf({ parts }: Formulas, place: number | undefined): string {
  const [, ...children] = parts[place ?? -1] ?? [''];
  return children
    .map((each) => (typeof each === 'string' ? each : textOf({ parts } as Formulas, each)))
    .join('');
}

describe('[CON-26] the formulas of a paper', () => {
  it('[CON-26, CON-27] stand with their question or passage, each once, by their source', () => {
    const { paper, problems } = withFormulas(
      paperWith({ en: 'Is $x^2$ or $$x^2$$ it?', hi: 'क्या $x^2$ है?' }, [
        { id: 'a', text: { en: '$x^2$' } },
        { id: 'b', text: { en: '$ 5 or 6 $' } },
      ]),
    );
    expect(problems).toEqual([]);
    const formulas = paper.sections[0]?.questions[0]?.formulas;
    expect(Object.keys(formulas?.drawn ?? {})).toEqual(['$x^2$', '$$x^2$$']);
    expect(formulas?.drawnFor).toBe(drawnFor);
    const [mathml, box] = formulas?.drawn['$x^2$'] ?? [];
    if (formulas === undefined) throw new Error('There are no formulas.');
    expect(textOf(formulas, mathml)).toBe('x2');
    expect(textOf(formulas, box)).toBe('x2');
    expect(new Set(formulas.parts.map((part) => JSON.stringify(part))).size).toBe(formulas.parts.length);
    expect(paper.groups[0]?.formulas?.drawn).toHaveProperty('$v$');
  });

  it('[CON-26] that cannot be drawn are each named with question, part, language and place', () => {
    const { problems } = withFormulas(
      paperWith({ en: 'Is $x$ it?', mr: 'हे $\\frac{1$ का?' }, [
        { id: 'a', text: { en: '$\\href{https://elsewhere.example}{x}$' } },
      ]),
    );
    expect(problems.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      `question ${question.id}, text.mr: holds the formula $\\frac{1$, which cannot be drawn (Unexpected end of input in a macro argument, expected '}' at character 8 of it): correct it, or write \\$ where a dollar sign is meant`,
      `question ${question.id}, options[0].text.en: holds the formula $\\href{https://elsewhere.example}{x}$, which cannot be drawn (\\href may not be used here): correct it, or write \\$ where a dollar sign is meant`,
    ]);
  });

  it('[CON-27] can be taken away again, and a text without any has none', () => {
    const written = paperWith({ en: 'Is $x$ it?' });
    expect(withoutFormulas(withFormulas(written).paper)).toEqual(written);
    expect(
      withFormulas(paperWith({ en: 'Nothing here.' })).paper.sections[0]?.questions[0],
    ).not.toHaveProperty('formulas');
  });
});
