import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useDisplay } from '../../../shared/display/display.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { useLaterTexts } from '../../../shared/texts/useLaterTexts.ts';
import { useExam } from '../examContext.ts';
import { type Shortcut, shortcutKeys } from './shortcuts.ts';

/** Every key and what it does, and the switch that turns the single letters off. */
export function ShortcutList({ onClose }: { readonly onClose: () => void }) {
  const { common, display } = useTexts();
  const { shortcuts } = useLaterTexts();
  const { hasShortcuts, choose } = useDisplay();
  const { state } = useExam();
  const hasCalculator = (state.paper?.tools?.calculator ?? 'none') !== 'none';
  const isThere = (name: Shortcut) => name !== 'calculator' || hasCalculator;
  return (
    <Dialog
      title={shortcuts.title}
      onClose={onClose}
      actions={<Button onClick={onClose}>{common.close}</Button>}
    >
      <label className="check-line">
        <input
          type="checkbox"
          checked={hasShortcuts}
          onChange={(event) => choose({ hasShortcuts: event.target.checked })}
        />
        {display.shortcuts}
      </label>
      <dl className="shortcut-list">
        {names.filter(isThere).map((name) => (
          <div key={name}>
            <dt>
              <kbd>{shortcutKeys[name].toUpperCase()}</kbd>
            </dt>
            <dd>{shortcuts.actions[name]}</dd>
          </div>
        ))}
        {otherKeys.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{shortcuts.others[key]}</dd>
          </div>
        ))}
      </dl>
      <p className="small quiet">{shortcuts.note}</p>
    </Dialog>
  );
}

const names = [
  'next',
  'back',
  'mark',
  'palette',
  'overview',
  'calculator',
  'state',
  'larger',
  'smaller',
  'shortcuts',
] as const satisfies readonly Shortcut[];

/** What the browser itself does with a page. */
const otherKeys = ['Tab', '↑ ↓', 'Space', 'Esc'] as const;
