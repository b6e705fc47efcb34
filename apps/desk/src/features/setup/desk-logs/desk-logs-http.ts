import {
  type ClientLogRow,
  type ClientLogView,
  clientLogRowSchema,
  clientLogViewSchema,
  type ErrorCounts,
  errorCountsSchema,
} from "@patchbay/protocol";
import { z } from "zod";
import { type Answer, callHttp } from "../../../state/http.js";

const listSchema = z.object({ logs: z.array(clientLogRowSchema) });

export const readLogs = (): Promise<Answer<readonly ClientLogRow[]>> =>
  callHttp("/api/client-logs", (body) => listSchema.parse(body).logs);

export const readLog = (logId: string): Promise<Answer<ClientLogView>> =>
  callHttp(`/api/client-logs/${encodeURIComponent(logId)}`, (body) => clientLogViewSchema.parse(body));

export const readCounts = (): Promise<Answer<ErrorCounts>> =>
  callHttp("/api/errors/counts", (body) => errorCountsSchema.parse(body));
