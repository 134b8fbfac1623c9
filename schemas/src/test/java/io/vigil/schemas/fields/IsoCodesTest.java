package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoCodesTest {

  /** ISO 3166-1 has assigned 249 codes, and people pay in Kosovo. */
  @Test
  void knowsAllCountriesAndKosovo() {
    var countries = IsoCodes.countries();
    assertThat(countries.size(), is(250));
    assertThat(countries, everyItem(matchesPattern("[A-Z]{2}")));
    assertThat(countries, hasItems("NO", "XK", "SS", "CW", "BQ", "SX", "AX"));
    assertThat(countries, not(hasItems("UK", "EU", "XX", "ZZ", "AN")));
  }

  @ParameterizedTest
  @CsvSource({
    "EUR, 2",
    "USD, 2",
    "JPY, 0",
    "KRW, 0",
    "UGX, 0",
    "ISK, 0",
    "BHD, 3",
    "TND, 3",
    "IQD, 3",
    "CLF, 4",
    // Assigned or changed within the last years.
    "SLE, 2",
    "VED, 2",
    "MRU, 2",
    "ZWG, 2",
    "XCG, 2",
    "UYW, 4",
    "XAD, 2",
    // Withdrawn: histories have them.
    "DEM, 2",
    "HRK, 2",
    "BGN, 2",
    "ANG, 2",
    "ITL, 0",
  })
  void knowsTheDecimalsOfCurrencies(String currency, int decimals) {
    assertThat(MinorUnits.decimals(currency), is(decimals));
  }

  @ParameterizedTest
  @CsvSource({"XAU", "XDR", "XTS", "XXX", "ABC", "EU"})
  void knowsNoOthers(String code) {
    assertThat(MinorUnits.currencyCode(code), is(nullValue()));
  }

  @Test
  void allCodesAreWhole() {
    assertThat(MinorUnits.currencies(), everyItem(matchesPattern("[A-Z]{3}")));
  }
}
