import { z } from 'zod';
import { protocolVersion } from '../protocol/limits.ts';
import { statusOf } from './errors.ts';
import { refreshCookie } from './refreshCookie.ts';
import { wireErrorSchema } from './replySchemas.ts';
import { nothing, type Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** Describes the routes in OpenAPI 3.1, out of the schemas that requests are parsed with. */
export function openApi(routes: readonly Route[], publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pariksha',
      version: String(protocolVersion),
      description: 'Sign-in, a whole exam over plain HTTP, receipts, and what staff do. Times are epoch ms.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Error: schemaOf(z.object({ ok: z.literal(false), error: wireErrorSchema })) },
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        refreshCookie: { type: 'apiKey', in: 'cookie', name: refreshCookie },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const { params, query, body } = route.shape;
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query')];
  return {
    summary: route.summary,
    ...((route.access === 'candidate' || route.access === 'staff') && { security: [{ accessToken: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== nothing && { requestBody: { required: true, content: json(schemaOf(body)) } }),
    responses: responsesOf(route),
  };
}

function responsesOf(route: Route): Json {
  const success = schemaOf(route.reply.extend({ ok: z.literal(true) }));
  const responses: Record<string, Json> = { 200: { description: 'Done.', content: json(success) } };
  for (const status of new Set(route.errors.map((code) => statusOf[code]))) {
    const codes = route.errors.filter((code) => statusOf[code] === status);
    responses[status] = {
      description: codes.join(', '),
      content: json({ $ref: '#/components/schemas/Error' }),
    };
  }
  return responses;
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, part]) => ({
    name,
    in: place,
    required: !part.safeParse(undefined).success,
    schema: schemaOf(part),
  }));
}

/** As whoever reads it takes it: replies may gain fields, and only requests, which are strict, forbid them. */
function schemaOf(schema: z.core.$ZodType): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}
