import { describe, expect, it } from 'vitest';
import { recordRoom } from '../test/recordedRoom.ts';
import { withCounts } from './centreIncidents.ts';
import { countByCentre, sumOf } from './counts.ts';
import { byNeed, healthOf } from './health.ts';
import { History, stepMs } from './history.ts';
import { Roster } from './roster.ts';
import { isOffline, type Query, selectPeople, statusOf } from './selectPeople.ts';

const { opened, people, darkCentre } = recordRoom({ seed: 11, now: 1_790_000_000_000, share: 0.2 });
const roster = new Roster({
  districts: new Map(opened.districts.map((district) => [district.id, district])),
  centres: new Map(opened.centres.map((centre) => [centre.id, centre])),
});
roster.addPage(people);

const everybody: Query = {
  place: { kind: 'all' },
  filter: null,
  search: '',
  sortBy: 'roll',
  isDescending: false,
};
const concerned = new Set(opened.incidents.flatMap(({ candidateId }) => candidateId ?? []));
const select = (query: Partial<Query>) =>
  selectPeople(roster, { ...everybody, ...query }, concerned).map((n) => roster.at(n)!);

describe('[WEB-44] the list of candidates', () => {
  it('[WEB-44] finds by roll number, and by all words in name, centre and district, aliases too', () => {
    expect(select({ search: 'mh0300042' }).map(({ rollNumber }) => rollNumber)).toEqual(['MH0300042']);
    const [name = ''] = people.find(({ centreId }) => centreId === darkCentre.id)?.name.split(' ') ?? [];
    const found = select({ search: `  ${name.toUpperCase()} PUN-01 ` });
    expect(found.length).toBeGreaterThan(0);
    for (const person of found) {
      expect(person.name).toContain(name);
      expect(person.centreId).toBe(darkCentre.id);
    }
    expect(new Set(select({ search: 'osmanabad' }).map(({ districtId }) => districtId)).size).toBe(1);
    expect(select({ search: 'nobody at all' })).toEqual([]);
  });

  it('[WEB-44] shows a district or a centre', () => {
    const inside = select({ place: { kind: 'centre', centreId: darkCentre.id } });
    expect(inside).toHaveLength(people.filter(({ centreId }) => centreId === darkCentre.id).length);
    expect(select({ place: { kind: 'district', districtId: darkCentre.districtId } }).length).toBe(800);
  });

  it('[WEB-44] filters by status, by what is offline, late or an incident', () => {
    expect(select({ filter: 'absent' }).every((person) => statusOf(person) === 'absent')).toBe(true);
    expect(select({ filter: 'offline' })).toHaveLength(people.filter(isOffline).length);
    expect(select({ filter: 'late' }).every(({ live }) => (live?.late ?? 0) > 0)).toBe(true);
    expect(select({ filter: 'incident' })).toHaveLength(concerned.size);
  });

  it('[WEB-44] sorts both ways, ties by roll number', () => {
    const rolls = select({}).map(({ rollNumber }) => rollNumber);
    expect(rolls).toEqual(rolls.toSorted());
    expect(select({ isDescending: true }).map(({ rollNumber }) => rollNumber)).toEqual(rolls.toReversed());
    const answered = select({ sortBy: 'answered', isDescending: true });
    for (const [index, person] of answered.slice(1).entries()) {
      const before = answered[index]!;
      const [more, less] = [before.live?.answered ?? -1, person.live?.answered ?? -1];
      expect(more > less || (more === less && before.rollNumber < person.rollNumber)).toBe(true);
    }
    const names = select({ sortBy: 'name' }).map(({ name }) => name.toLowerCase());
    expect(names).toEqual(names.toSorted());
  });

  it('[WEB-44] puts first whoever needs attention: incidents, then those who are offline', () => {
    const order = select({ sortBy: 'attention' });
    expect(order.slice(0, concerned.size).every(({ candidateId }) => concerned.has(candidateId))).toBe(true);
    const rest = order.slice(concerned.size);
    const offline = rest.filter(isOffline).length;
    expect(rest.slice(0, offline).every(isOffline)).toBe(true);
  });
});

describe('[WEB-45] a place', () => {
  const centreIncidents = withCounts(new Map(), opened);
  const counts = countByCentre({ roster, centreIncidents }, darkCentre.districtId);

  it('[WEB-45] has the counts of the people who are there', () => {
    const sum = sumOf(counts.values());
    expect(sum.enrolled).toBe(800);
    expect(sum.absent + sum.signedIn + sum.started + sum.paused + sum.handedIn).toBe(800);
    expect(counts.get(darkCentre.id)?.incidents).toBeGreaterThan(0);
  });

  it('[WEB-45] is in alarm from 30 % and five people offline on, to be watched before that, and idle when nobody sits', () => {
    const base = { ...sumOf([]), enrolled: 100, started: 20, connected: 20 };
    expect(healthOf(counts.get(darkCentre.id)!)).toBe('alarm');
    expect(healthOf(base)).toBe('good');
    expect(healthOf({ ...base, offline: 6 })).toBe('alarm');
    expect(healthOf({ ...base, offline: 5 })).toBe('watch');
    expect(healthOf({ ...base, started: 8, offline: 4 })).toBe('watch');
    expect(healthOf({ ...base, offline: 1 })).toBe('good');
    expect(healthOf({ ...base, incidents: 1 })).toBe('watch');
    expect(healthOf({ ...base, started: 0 })).toBe('idle');
    expect(healthOf(base, true)).toBe('alarm');
  });

  it('[WEB-45] in need comes first', () => {
    const base = { ...sumOf([]), started: 20 };
    const order = [base, { ...base, offline: 10 }, { ...base, incidents: 2 }, { ...base, incidents: 3 }]
      .map((counts) => ({ counts, isDark: counts.incidents === 2 }))
      .sort(byNeed);
    expect(order.map(({ counts: { offline, incidents } }) => [offline, incidents])).toEqual([
      [0, 2],
      [10, 0],
      [0, 3],
      [0, 0],
    ]);
  });

  it('[WEB-45] keeps what it was over the last five minutes', () => {
    const history = new History();
    for (let at = 0; at < 40; at += 1) history.sample(at * stepMs, [[3, at]]);
    expect(history.sample(39 * stepMs + 1, [[3, 1_000]])).toBe(false);
    expect(history.of(3)).toHaveLength(30);
    expect(history.of(3).at(-1)).toBe(39);
    expect(history.of(4)).toEqual([]);
  });
});
