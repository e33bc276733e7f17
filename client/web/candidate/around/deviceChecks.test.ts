import { describe, expect, it } from 'vitest';
import { en } from '../../shared/texts/en.ts';
import { type CheckName, type DeviceFacts, deviceChecks } from './deviceChecks.ts';

const sound: DeviceFacts = {
  isModern: true,
  clockOffsetMs: -900,
  roundTrips: [40, 35, 300],
  keptOn: 'device',
  screenWidth: 360,
};

const check = (name: CheckName, more: Partial<DeviceFacts>) =>
  deviceChecks({ ...sound, ...more }, en).find((each) => each.name === name);

describe('[WEB-102] the check of the device', () => {
  it('finds nothing on a sound device', () => {
    expect(deviceChecks(sound, en).map(({ isGood }) => isGood)).toEqual([true, true, true, true, true]);
  });

  it('waits with its word where it does not know yet', () => {
    const unknown = deviceChecks({ ...sound, clockOffsetMs: null, roundTrips: null, keptOn: null }, en);
    expect(unknown.map(({ isGood }) => isGood)).toEqual([true, null, null, null, true]);
  });

  it('names what wants attention, with what to do', () => {
    expect(check('clock', { clockOffsetMs: 7 * 60_000 })).toMatchObject({ isGood: false });
    expect(check('clock', { clockOffsetMs: -7 * 60_000 })?.sentence).toContain('7 min');
    expect(check('storage', { keptOn: 'memory' })).toMatchObject({ isGood: false });
    expect(check('screen', { screenWidth: 240 })).toMatchObject({ isGood: false });
    expect(check('browser', { isModern: false })).toMatchObject({ isGood: false });
  });

  it('judges the connection by its middle round trip', () => {
    expect(check('connection', { roundTrips: [30, 900, 31] })?.sentence).toBe('The server answers in 31 ms.');
    expect(check('connection', { roundTrips: [800, 900, 700] })).toMatchObject({ isGood: false });
    expect(check('connection', { roundTrips: [30, null, null] })?.sentence).toBe(en.checks.connectionNone);
    expect(check('connection', { roundTrips: [null, 50, 60] })).toMatchObject({ isGood: true });
  });
});
