import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../ports.ts';
import { Lobby } from './lobby.ts';

let asked: (readonly string[])[];
let isAway: boolean;
let lobby: Lobby;

beforeEach(() => {
  asked = [];
  isAway = false;
  lobby = new Lobby({
    async seatsOf(candidateIds) {
      asked.push(candidateIds);
      if (isAway) throw new Unavailable(new Error('away'));
      return candidateIds
        .filter((id) => id !== 'stranger')
        .map((candidateId) => ({ examId: 'exam', candidateId, districtId: 1, centreId: null }));
    },
  });
});

const told = async (now: number) =>
  (await lobby.news(now)).map(
    ({ candidateId, connected }) => `${candidateId} ${connected ? 'here' : 'gone'}`,
  );

describe('the lobby', () => {
  it('[ROS-23] tells of who has come and sits at no exam, once', async () => {
    lobby.arrived('asha', 0);
    lobby.arrived('bala', 0);
    expect(await told(2_000)).toEqual(['asha here', 'bala here']);
    expect(await told(3_000)).toEqual([]);
    expect(asked).toEqual([['asha', 'bala']]);
  });

  it('[ROS-23] never looks up who opens an attempt at once', async () => {
    lobby.arrived('asha', 0);
    expect(await told(500)).toEqual([]);
    lobby.sits('asha');
    expect(await told(2_000)).toEqual([]);
    lobby.left('asha', 3_000);
    expect(await told(5_000)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('[ROS-23] tells when the last connection has ended, and of nobody who was never told of', async () => {
    lobby.arrived('asha', 0);
    lobby.arrived('asha', 0);
    await told(2_000);
    lobby.left('asha', 3_000);
    expect(await told(4_000)).toEqual([]);
    lobby.left('asha', 5_000);
    expect(await lobby.news(6_000)).toMatchObject([
      { connected: false, connectedAt: 0, disconnectedAt: 5_000 },
    ]);
    lobby.arrived('bala', 6_000);
    lobby.left('bala', 6_100);
    expect(await told(9_000)).toEqual([]);
  });

  it('[ROS-23] tells of who comes back', async () => {
    lobby.arrived('asha', 0);
    await told(2_000);
    lobby.left('asha', 3_000);
    await told(4_000);
    lobby.arrived('asha', 5_000);
    expect(await told(7_000)).toEqual(['asha here']);
  });

  it('[ROS-23] tells of nobody who has no exam to wait for', async () => {
    lobby.arrived('stranger', 0);
    expect(await told(2_000)).toEqual([]);
    expect(await told(3_000)).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('[ROS-23] forgets nobody while the database is away', async () => {
    lobby.arrived('asha', 0);
    isAway = true;
    await expect(lobby.news(2_000)).rejects.toThrow(Unavailable);
    isAway = false;
    expect(await told(3_000)).toEqual(['asha here']);
  });
});
