package io.vigil.schemas.protect;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Stage;
import io.vigil.schemas.fields.Field;

/**
 * The message of a failure whose record is encrypted: it names the field and nothing else. What the
 * reader says of a file stays: it has not looked into the record.
 */
public final class HiddenMessage {

  private static final String HIDDEN = "the record is encrypted";

  private HiddenMessage() {}

  /** The failure with a message that holds nothing of the record, whatever it held before. */
  public static ParseFailure of(ParseFailure failure) {
    if (failure.reason().stage() == Stage.READ) {
      return failure;
    }
    var message = failure.message();
    int colon = message.indexOf(": ");
    var field = colon < 0 ? null : Field.named(message.substring(0, colon));
    return failure.withMessage(field == null ? HIDDEN : field.fieldName() + ": " + HIDDEN);
  }
}
