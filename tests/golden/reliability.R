# Reference figures of reliability, computed in R, against which the Python code is tested.
#
# Run from the repository root:   Rscript tests/golden/reliability.R
# Reads   tests/data/sai_salt.csv
# Writes  tests/golden/reliability.json
# Debian packages: r-base-core r-cran-psych r-cran-jsonlite

source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
suppressPackageStartupMessages(library(psych))

# ---- Reliability ------------------------------------------------------------

# alpha, items[].r_rest, items[].alpha_dropped: psych::alpha (raw_alpha, r.drop,
# raw_alpha of alpha.drop), items reverse-scored beforehand, check.keys = FALSE.
# alpha_ci95: psych::alpha()$feldt, checked against the F quantiles.
# With two items nothing is left to take alpha of, so alpha_dropped is null
# (psych prints a number there which is not an alpha).
# `reversed` counts from 0; `items` are the raw answers, complete rows only.
reliability_case <- function(name, items, reversed, range) {
  items <- unname(items)
  n <- nrow(items)
  k <- ncol(items)
  keyed <- items
  keyed[, reversed + 1] <- sum(range) - keyed[, reversed + 1]
  stopifnot(!anyNA(items), items >= range[1], items <= range[2])
  # psych warns of, and prints, items that correlate negatively with the rest
  invisible(capture.output(
    a <- suppressWarnings(psych::alpha(as.data.frame(keyed), check.keys = FALSE))
  ))
  alpha <- a$total$raw_alpha
  ci95 <- c(as.numeric(unlist(a$feldt$lower.ci)), as.numeric(unlist(a$feldt$upper.ci)))
  agree(ci95, 1 - (1 - alpha) * qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1)))
  r_rest <- a$item.stats$r.drop
  total <- rowSums(keyed)
  agree(r_rest, sapply(1:k, function(i) cor(keyed[, i], total - keyed[, i])))
  list(
    name = name, items = lapply(1:n, function(i) I(items[i, ])), reversed = I(reversed),
    range = range,
    expected = list(
      n = n, alpha = alpha, alpha_ci95 = ci95, sem = sd(total) * sqrt(1 - alpha),
      items = lapply(1:k, function(i) {
        list(r_rest = r_rest[i], alpha_dropped = if (k > 2) a$alpha.drop$raw_alpha[i])
      })
    )
  )
}

# Answers lo..hi to items with one common factor; loadings below zero are items
# keyed the other way.
answers <- function(seed, n, loadings, lo, hi) {
  set.seed(seed)
  k <- length(loadings)
  latent <- outer(rnorm(n), loadings) + matrix(rnorm(n * k, sd = 0.8), n, k)
  x <- round((lo + hi) / 2 + latent * (hi - lo) / 4)
  matrix(pmin(pmax(x, lo), hi), n, k)
}

complete <- function(items) items[complete.cases(items), ]

reliability <- list(
  reliability_case("sai_salt_entry", complete(sai_items$entry), sai_reversed - 1, c(1, 4)),
  reliability_case("sai_salt_exit", complete(sai_items$exit), sai_reversed - 1, c(1, 4)),
  reliability_case("items4_n40", answers(4, 40, rep(0.8, 4), 1, 5), integer(0), c(1, 5)),
  reliability_case("items12_n80_reversed3",
                   answers(12, 80, c(0.7, 0.6, -0.7, 0.5, 0.8, 0.6,
                                     -0.6, 0.7, 0.4, 0.6, -0.8, 0.5), 1, 4),
                   c(2, 6, 10), c(1, 4)),
  reliability_case("items2_n25", answers(2, 25, c(0.8, 0.8), 1, 7), integer(0), c(1, 7)),
  # the last item is keyed the other way and not reversed
  reliability_case("items6_n60_miskeyed", answers(6, 60, c(0.8, 0.7, 0.8, 0.6, 0.7, -0.7), 0, 4),
                   integer(0), c(0, 4))
)
stopifnot(tail(reliability, 1)[[1]]$expected$items[[6]]$r_rest < 0)

write_json_file(list(cases = reliability), "reliability.json", c("psych", "jsonlite"))

cat(R.version.string, "\n")
for (p in c("psych", "exactRankTests", "coin", "effectsize", "jsonlite")) {
  cat(p, as.character(packageVersion(p)), "\n")
}
