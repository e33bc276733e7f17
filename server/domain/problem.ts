/** Something that keeps a paper from being published, and where: `sections[0].questions[3].text.mr`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A place in a paper, at which and below which problems are noted. */
export interface Place {
  /** Notes a problem unless the condition holds. The message is a predicate: what the place must be, or what it is. */
  must(holds: boolean, message: string): void;
  below(path: string): Place;
}

/** The root of a paper whose problems are collected into a list. */
export function placesOf(problems: Problem[]): Place {
  return placeAt('', problems);
}

function placeAt(path: string, problems: Problem[]): Place {
  return {
    must: (holds, message) => {
      if (!holds) problems.push({ path, message });
    },
    below: (part) => placeAt(path === '' || part.startsWith('[') ? path + part : `${path}.${part}`, problems),
  };
}
