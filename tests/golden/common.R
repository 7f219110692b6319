# What the scripts of this folder share: where they stand, a seedable generator, JSON without loss.
#
# Each script begins with
#   source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))

suppressPackageStartupMessages(library(jsonlite))

script_file <- gsub("~+~", " ", sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)),
                    fixed = TRUE)  # how Rscript passes a space
here <- dirname(script_file)
script_name <- basename(script_file)
RNGkind("Mersenne-Twister", "Inversion", "Rejection")

# Stops unless a and b agree to `tol`, relative to b.
agree <- function(a, b, tol = 1e-9) {
  stopifnot(length(a) == length(b), abs(a - b) <= tol * pmax(abs(b), 1e-300))
}


# ---- Writing JSON -----------------------------------------------------------

# jsonlite prints at most 15 significant digits, so numbers are written here:
# 15 digits where they give the same double back, else 17. I() marks what must
# stay an array at length 0 or 1.
numbers <- function(x) {
  if (is.list(x)) return(lapply(x, numbers))
  if (!is.numeric(x)) return(x)
  stopifnot(is.finite(x))
  v <- as.numeric(x)
  s <- sprintf("%.15g", v)
  long <- as.numeric(s) != v
  s[long] <- sprintf("%.17g", v[long])
  if (length(v) != 1 || inherits(x, "AsIs")) s <- paste0("[", paste(s, collapse = ", "), "]")
  structure(s, class = "json")
}

write_json_file <- function(content, file, packages) {
  script <- paste0("tests/golden/", script_name)
  versions <- lapply(setNames(nm = packages), function(p) as.character(packageVersion(p)))
  versions <- c(list(R = as.character(getRversion())), versions)
  content <- c(list(script = script, versions = versions), content)
  text <- toJSON(numbers(content), auto_unbox = TRUE, null = "null",
                 json_verbatim = TRUE, pretty = TRUE)
  writeLines(text, file.path(here, file))
}


# ---- The real data of tests/data --------------------------------------------

# 20 items answered 1 to 4, half of them reversed (5 - v).
sai <- read.csv(file.path(here, "..", "data", "sai_salt.csv"))
sai_reversed <- c(1, 2, 5, 8, 10, 11, 15, 16, 19, 20)
sai_items <- list(entry = as.matrix(sai[paste0("pre_", 1:20)]),
                  exit = as.matrix(sai[paste0("post_", 1:20)]))
sai_scores <- function(rows) {
  lapply(sai_items, function(items) {
    items[, sai_reversed] <- 5 - items[, sai_reversed]
    rowSums(items)[rows]  # NA unless all 20 are answered
  })
}
answered <- !is.na(rowSums(sai_items$entry)) & !is.na(rowSums(sai_items$exit))
