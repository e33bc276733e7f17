import type {
  LivePart,
  RoomOpenReply,
  RoomPage,
  RosterCentre,
  RosterCounts,
  RosterDistrict,
  RosterIncident,
  RosterPerson,
  RosterTile,
} from '../../../../server/protocol/proctor.ts';
import { seededRandom } from '../../../session/cli/random.ts';
import { sumOf } from '../room/counts.ts';
import { isOffline } from '../room/selectPeople.ts';

/** The state's 36 districts and how many of 40,000 candidates each has. */
const shares: readonly (readonly [name: string, people: number, alias?: string])[] = [
  ['Mumbai City', 2_000],
  ['Mumbai Suburban', 3_000],
  ['Pune', 4_000],
  ['Nagpur', 3_000],
  ['Nashik', 2_500],
  ['Chhatrapati Sambhajinagar', 2_000, 'Aurangabad'],
  ['Solapur', 1_500],
  ['Thane', 1_000],
  ['Kolhapur', 1_000],
  ['Ahilyanagar', 1_000, 'Ahmednagar'],
  ['Jalgaon', 1_000],
  ['Satara', 1_000],
  ['Sangli', 1_000],
  ['Nanded', 1_000],
  ['Amravati', 1_000],
  ['Latur', 1_000],
  ['Yavatmal', 1_000],
  ['Akola', 1_000],
  ['Beed', 1_000],
  ['Chandrapur', 1_000],
  ['Jalna', 1_000],
  ['Buldhana', 1_000],
  ['Palghar', 500],
  ['Raigad', 500],
  ['Ratnagiri', 500],
  ['Sindhudurg', 500],
  ['Dhule', 500],
  ['Nandurbar', 500],
  ['Dharashiv', 500, 'Osmanabad'],
  ['Parbhani', 500],
  ['Hingoli', 500],
  ['Washim', 500],
  ['Wardha', 500],
  ['Bhandara', 500],
  ['Gondia', 500],
  ['Gadchiroli', 500],
];

const firstNames =
  'Asha Rahul Sunita Imran Kavita Ganesh Meena Sachin Priya Nitin Fatima Vaishali Amol Rekha Suresh Jyoti Prakash Anjali Dipak Lata Sanjay Manisha Vikas Shabana Ravindra Archana Mahesh Swati Sunil Pallavi'.split(
    ' ',
  );
const lastNames =
  'Jadhav Patil Deshmukh Shaikh More Shinde Kulkarni Gaikwad Chavan Pawar Ansari Kamble Bhosale Wankhede Meshram Thakre Rathod Joshi Mahajan Sonawane Kale Salunkhe Deshpande Bagul Ingle Waghmare Mane Gavit Naik Kadam'.split(
    ' ',
  );

const minute = 60_000;
const perPage = 1_000;

export interface RecordedRoom {
  readonly opened: RoomOpenReply;
  readonly pages: readonly RoomPage[];
  readonly people: readonly RosterPerson[];
  /** The centre without power. */
  readonly darkCentre: RosterCentre;
}

export interface RecordingOptions {
  readonly seed: number;
  /** Epoch ms: about 40 minutes after the exam has opened. */
  readonly now: number;
  /** Of 40,000; fewer for a small test. */
  readonly share?: number;
}

/** A morning slot as a room would get it: everyone of the state, one centre without power, some trouble elsewhere. */
export function recordRoom({ seed, now, share = 1 }: RecordingOptions): RecordedRoom {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(random() * list.length)];
    if (found === undefined) throw new Error('Nothing to pick from.');
    return found;
  };
  const opensAt = now - 42 * minute;
  const durationMs = 120 * minute;
  const districts: RosterDistrict[] = shares.map(([name, , alias], index) => ({
    id: index + 1,
    name,
    aliases: alias === undefined ? [] : [alias],
  }));
  const centres: RosterCentre[] = [];
  const people: RosterPerson[] = [];
  for (const [index, [name, count]] of shares.entries()) {
    const here = Math.max(4, Math.round(count * share));
    const letters = name
      .replaceAll(/[^A-Za-z]/g, '')
      .slice(0, 3)
      .toUpperCase();
    const code = name === 'Mumbai Suburban' ? 'MUS' : name === 'Nandurbar' ? 'NDB' : letters;
    const own: RosterCentre[] = Array.from({ length: Math.ceil(here / 72) }, (_, c) => ({
      id: `centre-${index + 1}-${c + 1}`,
      code: `${code}-${String(c + 1).padStart(2, '0')}`,
      name: `${pick(['Government High School', 'Municipal Training Centre', 'Teachers College', 'Zilla Parishad School', 'District Institute of Education'])}, ${name}`,
      districtId: index + 1,
    }));
    centres.push(...own);
    for (let i = 0; i < here; i += 1) {
      const centre = own[i % own.length];
      const n = people.length;
      people.push({
        n,
        candidateId: `candidate-${n}`,
        rollNumber: `MH${String(index + 1).padStart(2, '0')}${String(i + 1).padStart(5, '0')}`,
        name: `${pick(firstNames)} ${pick(lastNames)}`,
        districtId: index + 1,
        centreId: centre?.id ?? null,
        extraPerHourMs: random() < 0.02 ? 20 * minute : 0,
        live: null,
      });
    }
  }
  const darkCentre = centres.find(({ code }) => code === 'PUN-01');
  if (darkCentre === undefined) throw new Error('There is no such centre.');
  const withLive = people.map((person): RosterPerson => {
    const dark = person.centreId === darkCentre.id;
    return { ...person, live: liveOf(person, { random, now, opensAt, durationMs, dark }) };
  });
  const incidents = incidentsAt(withLive, darkCentre, now, random);
  const tiles: RosterTile[] = districts.map(({ id }) => ({
    districtId: id,
    ...countsOf(
      withLive.filter(({ districtId }) => districtId === id),
      incidents.filter(({ districtId }) => districtId === id),
    ),
  }));
  const centreIncidents = centres.map(({ id, districtId }) => ({
    ...{ districtId, centreId: id },
    ...countIncidents(incidents.filter(({ centreId }) => centreId === id)),
  }));
  const opened: RoomOpenReply = {
    roomId: 'room-1',
    version: 1,
    serverNow: now,
    stale: false,
    exam: {
      id: 'exam-1',
      title: {
        en: 'Teachers’ aptitude test, morning shift',
        hi: 'शिक्षक अभिरुचि परीक्षा, सुबह की पाली',
        mr: 'शिक्षक अभियोग्यता चाचणी, सकाळचे सत्र',
      },
      status: 'published',
      opensAt,
      lastEntryAt: opensAt + 30 * minute,
      closesAt: opensAt + 180 * minute,
      clock: 'individual',
      durationMs,
    },
    scopes: [{ kind: 'all' }],
    districts,
    centres,
    total: withLive.length,
    pages: Math.ceil(withLive.length / perPage),
    counts: sumOf(tiles),
    tiles,
    centreIncidents: centreIncidents.filter((counted) => counted.incidents > 0),
    commands: [
      {
        seq: 1,
        commandId: '00000000-0000-4000-8000-000000000001',
        kind: 'announce',
        issuedAt: now - 30 * minute,
        reaches: withLive.length,
        applied: 33_402,
        confirmed: 33_377,
        pending: 25,
      },
      {
        seq: 2,
        commandId: '00000000-0000-4000-8000-000000000002',
        kind: 'extend',
        issuedAt: now - 8_000,
        reaches: withLive.length,
        applied: 39_812,
        confirmed: 31_240,
        pending: 188,
      },
    ],
    incidents,
  };
  const pages: RoomPage[] = Array.from({ length: opened.pages }, (_, index) => ({
    roomId: opened.roomId,
    version: 1,
    index,
    of: opened.pages,
    people: withLive.slice(index * perPage, (index + 1) * perPage),
  }));
  return { opened, pages, people: withLive, darkCentre };
}

interface Conditions {
  readonly random: () => number;
  readonly now: number;
  readonly opensAt: number;
  readonly durationMs: number;
  readonly dark: boolean;
}

function liveOf(
  person: RosterPerson,
  { random, now, opensAt, durationMs, dark }: Conditions,
): LivePart | null {
  const chance = random();
  if (chance < 0.06 && !dark) return null;
  const startedAt = opensAt + random() * 14 * minute;
  const base = {
    attemptId: `attempt-${person.n}`,
    deadlineAt: startedAt + durationMs,
    deadlineVersion: 1,
    late: 0,
  };
  if (chance < 0.075 && !dark) {
    return {
      ...base,
      attemptId: null,
      deadlineAt: null,
      deadlineVersion: 0,
      status: 'signed-in',
      connected: true,
      since: startedAt,
      answered: null,
      marked: null,
      lastSaveAt: null,
    };
  }
  const answered = Math.floor(20 + random() * 60);
  const marked = Math.floor(random() * 9);
  if (chance < 0.085) {
    return {
      ...base,
      status: 'handed-in',
      connected: false,
      since: now - random() * 10 * minute,
      answered,
      marked,
      lastSaveAt: now - 11 * minute,
      late: random() < 0.06 ? 2 : 0,
    };
  }
  const isGone = dark ? random() < 0.89 : random() < 0.004;
  return {
    ...base,
    status: chance > 0.9985 ? 'paused' : 'started',
    connected: !isGone,
    since: isGone ? now - (dark ? 40_000 + random() * 20_000 : random() * 5 * minute) : startedAt,
    answered,
    marked,
    lastSaveAt: isGone ? now - 50_000 : now - random() * 40_000,
  };
}

function countIncidents(incidents: readonly RosterIncident[]): Pick<RosterCounts, 'incidents' | 'concerned'> {
  const concerned = new Set(incidents.flatMap(({ candidateId }) => candidateId ?? []));
  return { incidents: incidents.length, concerned: concerned.size };
}

function countsOf(people: readonly RosterPerson[], incidents: readonly RosterIncident[]): RosterCounts {
  const is = (status: string) => people.filter(({ live }) => (live?.status ?? 'absent') === status).length;
  return {
    enrolled: people.length,
    absent: is('absent'),
    signedIn: is('signed-in'),
    started: is('started'),
    paused: is('paused'),
    handedIn: is('handed-in'),
    connected: people.filter(({ live }) => live?.connected).length,
    offline: people.filter(isOffline).length,
    answered: people.reduce((sum, { live }) => sum + (live?.answered ?? 0), 0),
    late: people.filter(({ live }) => (live?.late ?? 0) > 0).length,
    ...countIncidents(incidents),
  };
}

function incidentsAt(
  people: readonly RosterPerson[],
  dark: RosterCentre,
  now: number,
  random: () => number,
): RosterIncident[] {
  const inside = people.filter(({ centreId }) => centreId === dark.id);
  const base = {
    examId: 'exam-1',
    attemptId: null,
    candidateId: null,
    count: 1,
    state: 'open',
    claimedBy: null,
    notes: [],
    resolvedAt: null,
  } as const;
  const power: RosterIncident = {
    ...base,
    id: 'incident-power',
    kind: 'power-cut',
    districtId: dark.districtId,
    centreId: dark.id,
    detail: {
      offline: inside.filter(isOffline).length,
      started: inside.filter(({ live }) => live?.attemptId).length,
      since: now - 58_000,
    },
    at: now - 50_000,
    updatedAt: now - 5_000,
  };
  const kinds = ['invigilator-call', 'second-device', 'question-report', 'tab-hidden'] as const;
  const others = kinds.map((kind, index): RosterIncident => {
    const person = people[Math.floor(random() * people.length)];
    if (person === undefined) throw new Error('There is nobody.');
    return {
      ...base,
      id: `incident-${kind}`,
      kind,
      attemptId: person.live?.attemptId ?? null,
      candidateId: person.candidateId,
      districtId: person.districtId,
      centreId: person.centreId,
      detail: details[kind],
      count: kind === 'tab-hidden' ? 4 : 1,
      ...(kind === 'second-device'
        ? {
            state: 'claimed',
            claimedBy: { id: 'user-2', name: 'Vivek Apte' },
            notes: [
              { by: { id: 'user-2', name: 'Vivek Apte' }, at: now - 90_000, text: 'Calling the centre.' },
            ],
          }
        : {}),
      at: now - (index + 1) * 75_000,
      updatedAt: now - (index + 1) * 70_000,
    };
  });
  return [power, ...others];
}

const details = {
  'invigilator-call': { text: 'The key 5 of my keyboard does not work.' },
  'second-device': {},
  'question-report': { questionId: 'demo-014', text: 'Option C is cut off.' },
  'tab-hidden': {},
};
