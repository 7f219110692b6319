# Reference figures of reliability, computed in R, against which the Python code is tested.
#
# Run from the repository root:   Rscript tests/golden/reliability.R
# Reads   tests/data/sai_salt.csv
# Writes  tests/golden/reliability.json
# Debian packages: r-base-core r-cran-psych r-cran-lavaan r-cran-jsonlite

source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
suppressPackageStartupMessages(library(psych))
suppressPackageStartupMessages(library(lavaan))

# ---- Omega ------------------------------------------------------------------

# omega: one factor by maximum likelihood on the covariance matrix (lavaan, whose
# residual variances may be negative), (sum l)^2 / ((sum l)^2 + sum residual).
# Checked against stats::factanal, which fits the correlation matrix and keeps
# own variances above a bound. NULL where lavaan's solution is improper (a
# Heywood case): then factanal's lies on the bound.
omega_of <- function(s, n) {
  s <- unname(s)
  k <- ncol(s)
  dimnames(s) <- rep(list(paste0("i", 1:k)), 2)
  fit <- suppressWarnings(cfa(
    paste("f =~", paste(colnames(s), collapse = " + ")),
    sample.cov = s, sample.nobs = n, std.lv = TRUE, se = "none", test = "none",
    baseline = FALSE, h1 = FALSE, control = list(rel.tol = 1e-14, x.tol = 1e-12, iter.max = 5000, eval.max = 10000)
  ))
  lambda <- lavInspect(fit, "est")$lambda[, 1]
  theta <- diag(lavInspect(fit, "est")$theta)
  bounded <- factanal(covmat = list(cov = s, n.obs = n), factors = 1, start = rep(0.5, k),
                      control = list(lower = 1e-3, opt = list(factr = 1e5)))
  if (min(theta) <= 0) {
    stopifnot(min(bounded$uniquenesses) <= 1.001e-3)
    return(NULL)
  }
  # omega is defined by what the likelihood equations have for a solution
  stopifnot(max(abs(lavInspect(fit, "optim.gradient"))) < 1e-4)
  units <- sqrt(diag(s))
  again <- sum(bounded$loadings * units)^2
  again <- again / (again + sum(bounded$uniquenesses * units^2))
  omega <- sum(lambda)^2 / (sum(lambda)^2 + sum(theta))
  agree(omega, again, 1e-5)
  omega
}

omega_case <- function(name, items) {
  s <- unname(cov(items))
  list(name = name, n = nrow(items), covariances = lapply(seq_len(ncol(s)), function(i) s[i, ]),
       omega = omega_of(s, nrow(items)))
}

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
      omega = if (k > 2) omega_of(cov(keyed), n),
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

# Two blocks of items that have little in common: one factor fits them badly.
two_blocks <- function(seed, n, k, lo, hi) {
  set.seed(seed)
  f <- rnorm(n)
  g <- 0.4 * f + 0.9 * rnorm(n)
  x <- cbind(matrix(0.7 * f, n, k), matrix(0.7 * g, n, k)) + matrix(rnorm(2 * k * n, sd = 0.7), n)
  matrix(pmin(pmax(round((lo + hi) / 2 + x), lo), hi), n)
}

omegas <- list(
  omega_case("items3_n20", answers(41, 20, c(0.8, 0.7, 0.6), 1, 5)),
  omega_case("items10_n20", answers(42, 20, rep(c(0.8, 0.6), 5), 1, 5)),
  omega_case("items10_n20_heywood", answers(32, 20, rep(c(0.8, 0.6), 5), 1, 5)),
  omega_case("items5_n200_weak", answers(33, 200, rep(0.3, 5), 1, 4)),
  omega_case("items8_n100_one_negative", answers(34, 100, c(rep(0.7, 7), -0.6), 1, 5)),
  omega_case("items6_n300_half_negative", answers(35, 300, c(0.8, -0.7, 0.6, -0.8, 0.7, 0.5), 1, 5)),
  omega_case("items8_n150_two_factors", two_blocks(36, 150, 4, 1, 5)),
  omega_case("items6_n1000000", answers(37, 1e6, c(0.9, 0.8, 0.5, 0.7, 0.6, 0.3), 1, 4)),
  omega_case("items20_n60", answers(38, 60, seq(0.3, 0.9, length.out = 20), 1, 4)),
  # one item has a range a hundred times as wide
  omega_case("items4_n80_unequal", answers(39, 80, c(0.8, 0.7, 0.6, 0.7), 1, 5) %*% diag(c(1, 1, 1, 100))),
  omega_case("items4_n25_heywood", answers(1, 25, c(0.95, 0.2, 0.2, 0.2), 1, 5))
)
stopifnot(sapply(omegas, function(case) is.null(case$omega)) == grepl("heywood", sapply(omegas, `[[`, "name")))

write_json_file(list(cases = reliability, omegas = omegas), "reliability.json",
                c("psych", "lavaan", "jsonlite"))

cat(R.version.string, "\n")
for (p in c("psych", "lavaan", "jsonlite")) {
  cat(p, as.character(packageVersion(p)), "\n")
}
