import { useId } from 'react';
import { RichLine } from '../../shared/richText/richText.tsx';
import { chosenColumns, withMark } from './answerValues.ts';
import { type QuestionProps, useExam } from './examContext.ts';

/** A grid of checkboxes; each is named by its row and its column. On a narrow screen each row is a list of its columns. */
export function MatrixForm({ question: { id, rows = [], columns = [] } }: QuestionProps) {
  const { session, state, questionLanguage } = useExam();
  const gridId = useId();
  const value = state.answers[id]?.value;
  const rowName = (rowId: string) => `${gridId}-row-${rowId}`;
  const columnName = (columnId: string) => `${gridId}-column-${columnId}`;
  return (
    <div className="matrix-frame">
      <table className="matrix">
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column.id} id={columnName(column.id)} scope="col">
                <RichLine text={column.text} language={questionLanguage} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th id={rowName(row.id)} scope="row">
                <RichLine text={row.text} language={questionLanguage} />
              </th>
              {columns.map((column) => {
                const isChosen = chosenColumns(value, row.id).includes(column.id);
                return (
                  <td key={column.id} className={isChosen ? 'matrix-chosen' : undefined}>
                    <label>
                      <input
                        type="checkbox"
                        name={row.id}
                        value={column.id}
                        checked={isChosen}
                        aria-labelledby={`${rowName(row.id)} ${columnName(column.id)}`}
                        onChange={(event) =>
                          session.answer(
                            id,
                            withMark({ rows, columns }, value, row.id, column.id, event.target.checked),
                          )
                        }
                      />
                      <span className="matrix-column-name" aria-hidden="true">
                        <RichLine text={column.text} language={questionLanguage} />
                      </span>
                    </label>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
