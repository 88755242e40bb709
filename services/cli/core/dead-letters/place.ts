// Where a message stands in Kafka, as people write it: topic/partition/offset.

export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

const shape = /^([A-Za-z0-9._-]{1,249})\/(\d{1,9})\/(\d{1,15})$/;

/** `funnel.events/2/1047` → a place; undefined where the text is none. */
export const parsePlace = (text: string): Place | undefined => {
  const [, topic, partition, offset] = shape.exec(text) ?? [];
  return topic === undefined ? undefined : { topic, partition: Number(partition), offset: Number(offset) };
};

export const placeText = ({ topic, partition, offset }: Place): string => `${topic}/${partition}/${offset}`;
