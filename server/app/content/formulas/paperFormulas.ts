import type { Formulas, LocalText, PaperContent, Question, QuestionGroup } from '../../../domain/content.ts';
import { drawnFor, type FormulaPart, formulaSource } from '../../../protocol/formulas.ts';
import { parseRichText } from '../../../protocol/richText.ts';
import type { Note } from '../note.ts';
import { type Drawing, type Drawn, drawFormula } from './drawFormula.ts';

/** A text of a question, and where it stands in it: `options[2].text.hi`. */
interface Text {
  readonly path: string;
  readonly text: string;
}

interface WithFormulas {
  readonly formulas: Formulas | null;
  /** `where` is the path of the text within the question or passage. */
  readonly problems: readonly Note[];
}

/** Draws each formula once, however many questions have it. */
export class FormulaDrawer {
  readonly #drawings = new Map<string, Drawing>();

  ofQuestion(question: Question): WithFormulas {
    return this.#of(textsOf(question));
  }

  ofGroup({ text }: QuestionGroup): WithFormulas {
    return this.#of(inLanguages('text', text));
  }

  #of(texts: readonly Text[]): WithFormulas {
    const parts = new PartList();
    const drawn: Record<string, readonly number[]> = {};
    const problems: Note[] = [];
    for (const { path, text } of texts) {
      for (const piece of parseRichText(text).flat()) {
        if (piece.kind === 'text') continue;
        const source = formulaSource(piece);
        const drawing = this.#draw(source, piece);
        if ('problem' in drawing) problems.push({ where: path, message: refusal(source, drawing.problem) });
        else drawn[source] ??= [drawing.mathml, ...drawing.boxes].map((each) => parts.placeOf(each));
      }
    }
    const isEmpty = parts.all.length === 0;
    return { formulas: isEmpty ? null : { drawnFor, parts: parts.all, drawn }, problems };
  }

  #draw(source: string, formula: Parameters<typeof drawFormula>[0]): Drawing {
    const drawing = this.#drawings.get(source) ?? drawFormula(formula);
    this.#drawings.set(source, drawing);
    return drawing;
  }
}

/** The elements of drawings, each once: the same numbers, signs and struts come again and again. */
class PartList {
  readonly all: FormulaPart[] = [];
  readonly #places = new Map<string, number>();

  placeOf({ what, children }: Drawn): number {
    const part: FormulaPart = [
      what,
      ...children.map((child) => (typeof child === 'string' ? child : this.placeOf(child))),
    ];
    const name = JSON.stringify(part);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.all.length);
    return this.all.push(part) - 1;
  }
}

function refusal(source: string, problem: string): string {
  return `holds the formula ${source}, which cannot be drawn (${problem}): correct it, or write \\$ where a dollar sign is meant`;
}

/** The paper with the drawings of all its formulas; of no use while there are problems. */
export function withFormulas(paper: PaperContent): {
  readonly paper: PaperContent;
  readonly problems: readonly Note[];
} {
  const drawer = new FormulaDrawer();
  const problems: Note[] = [];
  const adding = <T extends object>(thing: T, name: string, found: WithFormulas): T => {
    problems.push(...found.problems.map(({ where, message }) => ({ where: `${name}, ${where}`, message })));
    return found.formulas === null ? thing : { ...thing, formulas: found.formulas };
  };
  return {
    paper: {
      ...paper,
      groups: paper.groups.map((group) => adding(group, `passage ${group.id}`, drawer.ofGroup(group))),
      sections: paper.sections.map((section) => ({
        ...section,
        questions: section.questions.map((question) =>
          adding(question, `question ${question.id}`, drawer.ofQuestion(question)),
        ),
      })),
    },
    problems,
  };
}

/** The paper as its authors wrote it: how formulas are drawn changes with the program that draws them. */
export function withoutFormulas(paper: PaperContent): PaperContent {
  return {
    ...paper,
    groups: paper.groups.map(({ formulas: _, ...group }) => group),
    sections: paper.sections.map((section) => ({
      ...section,
      questions: section.questions.map(({ formulas: _, ...question }) => question),
    })),
  };
}

/** LaTeX that candidates would read as it stands, because it is not between dollar signs: the first of each text. */
export function strayLatex(question: Question): readonly Note[] {
  return textsOf(question).flatMap(({ path, text }) => {
    const pieces = parseRichText(text).flat();
    const plain = pieces.map((piece) => (piece.kind === 'text' ? piece.text : ' ')).join('');
    const first = latex.exec(plain)?.[0];
    if (first === undefined) return [];
    return [{ where: path, message: `shows ${first} as it stands: formulas stand between $ and $` }];
  });
}

/** `\(`, `\[` or a command with an argument: `\frac{`. */
const latex = /\\(?:[([]|[A-Za-z]+(?=\{))/;

function textsOf(question: Question): readonly Text[] {
  const own = inLanguages('text', question.text);
  switch (question.type) {
    case 'single':
    case 'multiple':
      return [...own, ...ofChoices('options', question.options)];
    case 'assertion-reason':
      return [
        ...own,
        ...inLanguages('assertion', question.assertion),
        ...inLanguages('reason', question.reason),
        ...ofChoices('options', question.options),
      ];
    case 'matrix':
      return [...own, ...ofChoices('rows', question.rows), ...ofChoices('columns', question.columns)];
    case 'numerical':
    case 'true-false':
    case 'short-text':
      return own;
  }
}

function ofChoices(name: string, choices: readonly { readonly text: LocalText }[]): readonly Text[] {
  return choices.flatMap(({ text }, index) => inLanguages(`${name}[${index}].text`, text));
}

function inLanguages(name: string, text: LocalText): readonly Text[] {
  return Object.entries(text).map(([language, words]) => ({ path: `${name}.${language}`, text: words }));
}
