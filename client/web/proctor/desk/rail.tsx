import { useRoomTexts } from '../texts/roomTexts.tsx';
import { Commands } from './commands.tsx';

/** On a wide screen, what went out stays in sight. */
export function Rail() {
  const { commands } = useRoomTexts();
  return (
    <aside className="rail" aria-label={commands.title}>
      <h2>{commands.title}</h2>
      <Commands />
    </aside>
  );
}
