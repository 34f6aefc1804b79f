import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { refuseInvalid } from './validation.js';

const INPUTS: Record<string, string> = { body: '请求体 (body)', query: '查询参数 (query)', param: '路径参数 (path)' };

/** Checks every argument that carries a schema and passes on what the schema made of it; refuses with `invalid_input`. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (!metadata.schema || !this.toValidate(metadata)) return value;
    this.stripProtoKeys(value);
    const result = await this.validate<T>(value, metadata.schema);
    if (result.issues) throw refuseInvalid(result.issues, metadata.data ?? INPUTS[metadata.type] ?? metadata.type);
    return result.value;
  }
}
