import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { refuseInvalid } from './validation.js';

/** Checks every argument that carries a schema and passes on what the schema made of it; refuses with `invalid_input`. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (!metadata.schema || !this.toValidate(metadata)) return value;
    this.stripProtoKeys(value);
    const result = await this.validate<T>(value, metadata.schema);
    if (result.issues) throw refuseInvalid(result.issues, metadata.data ?? metadata.type);
    return result.value;
  }
}
