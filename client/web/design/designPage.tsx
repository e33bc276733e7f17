import '../candidate/around/around.css';
import './design.css';
import '../candidate/sit/exam.css';
import '../candidate/sit/palette.css';
import '../candidate/sit/question.css';
import '../candidate/sit/tools/tools.css';
import { type ReactNode, useState } from 'react';
import { Choice } from '../candidate/sit/choice.tsx';
import { Legend } from '../candidate/sit/legend.tsx';
import { Timer } from '../candidate/sit/timer.tsx';
import { Banner, type BannerTone } from '../shared/banner.tsx';
import { Button, type ButtonLook } from '../shared/button.tsx';
import { Dialog } from '../shared/dialog.tsx';
import { Field } from '../shared/field.tsx';
import { Page } from '../shared/page.tsx';
import { colours, measures, spaces, type Token, types } from './tokens.ts';

const looks: readonly ButtonLook[] = ['primary', 'normal', 'review', 'danger', 'plain'];
const tones: readonly BannerTone[] = ['note', 'good', 'warning', 'bad'];
const saveStates = ['saved', 'saving', 'on-device', 'in-page', 'refused', 'in-doubt'] as const;

/** The design system on one page, made of the things it describes. For those who build screens, so in English only. */
export default function DesignPage() {
  return (
    <div lang="en">
      <Page title="Design system">
        <p>
          Candidates, proctors and the exam office see the same few things everywhere. Colours and sizes come
          from <code>shared/tokens.css</code>; a theme (<code>shared/themes.css</code>) gives the colours
          other values and changes nothing else. Press “Aa” above to see this page in each of them.
        </p>
        <Part title="Rules">
          <ul className="points">
            <li>Nothing is told by colour alone: a shape, a sign or a word goes with it.</li>
            <li>A screen has one main action, and it is the primary button.</li>
            <li>A sentence about a problem says what to do. It never blames.</li>
            <li>Controls are at least 44 px high on their own, 24 px in a row of their kind.</li>
            <li>What has the focus has a ring, and nothing that sticks to the screen hides it.</li>
            <li>Movement lasts at most 120 ms and stops for those who do not want it.</li>
            <li>Numbers that change stand in figures of equal width. Digits are those of the questions.</li>
            <li>All text is in the catalogues; each text of a paper names its language.</li>
          </ul>
        </Part>
        <Part title="Colour">
          <TokenList tokens={colours} sample={({ name }) => <Swatch name={name} />} />
        </Part>
        <Part title="Space">
          <TokenList
            tokens={spaces}
            sample={({ name }) => <span className="design-space" style={{ width: `var(${name})` }} />}
          />
        </Part>
        <Part title="Type">
          <TokenList
            tokens={types}
            sample={({ name }) => (
              <span className="design-type" style={{ fontSize: `var(${name})` }}>
                Question <span lang="hi">प्रश्न</span> 12
              </span>
            )}
          />
        </Part>
        <Part title="Measures">
          <TokenList tokens={measures} sample={() => null} />
        </Part>
        <Components />
      </Page>
    </div>
  );
}

function Components() {
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState('b');
  return (
    <>
      <Part title="Button">
        <div className="row">
          {looks.map((look) => (
            <Button key={look} look={look}>
              {look}
            </Button>
          ))}
          <Button disabled>disabled</Button>
        </div>
        <p className="quiet">“danger” only where there is no way back, and only after a question.</p>
      </Part>
      <Part title="Banner">
        {tones.map((tone) => (
          <Banner key={tone} tone={tone} title={`A ${tone}`} actions={<Button>Do this</Button>}>
            What happened, and what to do.
          </Banner>
        ))}
      </Part>
      <Part title="Field">
        <Field label="User name" hint="As on your admit card." />
        <Field label="Number" defaultValue="twelve" problem="This is not a number. Write for example 12." />
      </Part>
      <Part title="Choice">
        <div className="choices">
          {['a', 'b'].map((value) => (
            <Choice
              key={value}
              type="radio"
              name="design-choice"
              value={value}
              isChosen={chosen === value}
              onChange={() => setChosen(value)}
            >
              Option {value.toUpperCase()}
            </Choice>
          ))}
        </div>
      </Part>
      <Part title="Dialog">
        <div className="row">
          <Button onClick={() => setIsOpen(true)}>Open one</Button>
        </div>
        {isOpen && (
          <Dialog
            title="A question of its own"
            onClose={() => setIsOpen(false)}
            actions={<Button onClick={() => setIsOpen(false)}>Close</Button>}
          >
            <p>It holds the focus, closes with Escape, and gives the focus back.</p>
          </Dialog>
        )}
      </Part>
      <Part title="Palette, clock, save state">
        <Legend />
        <div className="row">
          <Timer label="Time left" leftMs={3_600_000} />
          <Timer label="Time left" leftMs={240_000} />
          <Timer label="Time left" leftMs={30_000} />
        </div>
        <div className="row">
          {saveStates.map((state) => (
            <span key={state} className={`save-indicator save-${state}`}>
              <span className="save-sign" aria-hidden="true" />
              {state}
            </span>
          ))}
        </div>
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="card stack">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface TokenListProps {
  readonly tokens: readonly Token[];
  readonly sample: (token: Token) => ReactNode;
}

function TokenList({ tokens, sample }: TokenListProps) {
  return (
    <ul className="design-tokens">
      {tokens.map((token) => (
        <li key={token.name}>
          {sample(token)}
          <span>
            <code>{token.name}</code>
            <br />
            <span className="small quiet">{token.use}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Swatch({ name }: Pick<Token, 'name'>) {
  return <span className="design-swatch" style={{ background: `var(${name})` }} />;
}
