package io.vigil.transforms.coders;

import static org.apache.beam.sdk.coders.CoderProviders.forCoder;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict.Finding;
import java.util.List;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Tells Beam the coders of Vigil's elements, so that nobody has to set them on a {@code
 * PCollection}. Beam finds it as a service.
 */
public final class VigilCoders implements CoderProviderRegistrar {

  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        forCoder(TypeDescriptor.of(RawRecord.class), RawRecordCoder.of()),
        forCoder(TypeDescriptor.of(SourcePosition.class), SourcePositionCoder.of()),
        forCoder(TypeDescriptor.of(Transaction.class), TransactionCoder.of()),
        forCoder(TypeDescriptor.of(Parsed.class), ParsedCoder.of()),
        forCoder(TypeDescriptor.of(Screened.class), ScreenedCoder.of()),
        forCoder(TypeDescriptor.of(Finding.class), FindingCoder.of()),
        forCoder(TypeDescriptor.of(Conflict.class), RecordCoder.of(RecordTypes.CONFLICT)),
        forCoder(TypeDescriptor.of(Flag.class), RecordCoder.of(RecordTypes.FLAG)),
        forCoder(TypeDescriptor.of(Spike.class), RecordCoder.of(RecordTypes.SPIKE)),
        forCoder(TypeDescriptor.of(Incident.class), RecordCoder.of(RecordTypes.INCIDENT)),
        forCoder(
            TypeDescriptor.of(LateTransaction.class), RecordCoder.of(RecordTypes.LATE_TRANSACTION)),
        forCoder(TypeDescriptor.of(DeadLetter.class), RecordCoder.of(RecordTypes.DEAD_LETTER)),
        forCoder(TypeDescriptor.of(Total.class), RecordCoder.of(RecordTypes.TOTAL)),
        forCoder(TypeDescriptor.of(LedgerEntry.class), RecordCoder.of(RecordTypes.LEDGER_ENTRY)));
  }
}
